using System.Globalization;

namespace Portal.Connectors.BambooHr.Vendor;

/// <summary>
/// Watches the order of ids over pages. Strictly ascending means that nobody came twice, without remembering anybody. A step back at
/// the seam of two pages means that the list moved while it was read; a step back inside a page means that BambooHR does not sort as asked.
/// </summary>
internal sealed class AscendingIds(bool mayRepeat)
{
    private string? _last;
    private long? _lastNumber;
    private bool _byNumber = true;
    private bool _byText = true;
    private bool _atSeam;

    public bool IsOrdered => _byNumber || _byText;

    public bool SeamMoved { get; private set; }

    public void BeginPage() => _atSeam = _last is not null;

    public void Take(string id)
    {
        long? number = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        if (_last is not null && IsOrdered)
        {
            // Ids are text to BambooHR, so "10" may come before "9"; either order will do, if it is kept.
            var byNumber = _byNumber && number is { } n && _lastNumber is { } l && IsNext(n.CompareTo(l));
            var byText = _byText && IsNext(string.CompareOrdinal(id, _last));
            if (_atSeam && !byNumber && !byText)
            {
                SeamMoved = true;
            }
            (_byNumber, _byText) = (byNumber, byText);
        }
        (_last, _lastNumber, _atSeam) = (id, number, false);
    }

    private bool IsNext(int comparison) => comparison > 0 || (mayRepeat && comparison == 0);
}
