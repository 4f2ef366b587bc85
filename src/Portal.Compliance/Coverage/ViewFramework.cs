using Portal.Compliance.Coverage.Reading;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Coverage;

/// <summary>Every control of one framework, as of an instant.</summary>
public sealed class ViewFramework(TenantScope scope, TenantDatabase database, CoverageReader reader, ProductClock clock)
{
    /// <returns>Null when this build does not ship the framework.</returns>
    public async Task<FrameworkCoverage?> ExecuteAsync(string framework, DateTimeOffset? asOf = null, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        if (FrameworkCatalog.Shipped.Find(framework) is not { } shipped)
        {
            return null;
        }

        var instant = AsOfInstant.Of(asOf, clock);
        await using var db = database.Open();
        var reading = await reader.AtAsync(db, [instant.At], cancellationToken);
        var verdict = reading.Calculator.At(instant.At).Find(framework);
        var controls = verdict?.Controls.ToDictionary(c => c.Control, StringComparer.Ordinal) ?? [];
        var outOfScope = verdict?.OutOfScope.ToDictionary(c => c.Control, c => c.Reason, StringComparer.Ordinal) ?? [];
        return new FrameworkCoverage(
            instant.At, instant.IsPast, framework, shipped.Name, shipped.Version, shipped.About, verdict?.Headline,
            [
                .. shipped.Groups.Select(g => new ControlGroupCoverage(
                    g.Id, g.Title,
                    [.. g.Controls.Select(c => new ControlCoverage(c.Id, c.Title, controls.GetValueOrDefault(c.Id), outOfScope.GetValueOrDefault(c.Id)))])),
            ]);
    }
}
