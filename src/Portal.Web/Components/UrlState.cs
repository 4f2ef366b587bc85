using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Portal.Web.Components;

/// <summary>
/// A list's state is its URL: filters, sorting, tab, as-of. Immutable; <c>With</c> gives the next state and
/// <see cref="Address"/> where to navigate. What an auditor sends to a colleague shows the same.
/// </summary>
public sealed class UrlState
{
    private readonly string _path;
    private readonly SortedDictionary<string, string> _values;

    private UrlState(string path, SortedDictionary<string, string> values) => (_path, _values) = (path, values);

    public static UrlState From(NavigationManager navigation) => From(new Uri(navigation.Uri).PathAndQuery);

    /// <param name="address">Path and query on this host.</param>
    public static UrlState From(string address)
    {
        var cut = address.IndexOf('?', StringComparison.Ordinal);
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in QueryHelpers.ParseQuery(cut < 0 ? "" : address[cut..]))
        {
            if (value is [{ Length: > 0 } first, ..])
            {
                values[key] = first;
            }
        }

        return new(cut < 0 ? address : address[..cut], values);
    }

    /// <summary>Path and query, keys in order, so that the same state always has the same address.</summary>
    public string Address => _values.Count == 0 ? _path : QueryHelpers.AddQueryString(_path, _values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value)));

    public string? this[string key] => _values.GetValueOrDefault(key);

    /// <returns>Null when it is missing or not one of the enum's names.</returns>
    public T? Get<T>(string key)
        where T : struct, Enum =>
        this[key] is { } text && Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]) ? value : null;

    /// <summary>UTC instants, as <see cref="With(string, DateTimeOffset?)"/> writes them.</summary>
    public DateTimeOffset? GetInstant(string key) =>
        DateTimeOffset.TryParse(this[key], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    public DateOnly? GetDay(string key) =>
        DateOnly.TryParseExact(this[key], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <param name="value">Null or empty takes the key out.</param>
    public UrlState With(string key, string? value)
    {
        var next = new SortedDictionary<string, string>(_values, StringComparer.Ordinal);
        if (string.IsNullOrEmpty(value))
        {
            next.Remove(key);
        }
        else
        {
            next[key] = value;
        }

        return new(_path, next);
    }

    public UrlState With(string key, Enum? value) => With(key, value?.ToString().ToLowerInvariant());

    public UrlState With(string key, DateTimeOffset? value) =>
        With(key, value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    public UrlState With(string key, DateOnly? value) => With(key, value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
