using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Coverage.Reading;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Coverage;

/// <summary>The dashboard as of an instant, recomputed from immutable rows with what was in force then.</summary>
public sealed class ViewCoverage(TenantScope scope, TenantDatabase database, CoverageReader reader, ProductClock clock)
{
    /// <summary>How far back gains and losses are explained.</summary>
    public static readonly TimeSpan Compared = TimeSpan.FromDays(7);

    /// <param name="asOf">Null: now.</param>
    public async Task<CoverageDashboard> ExecuteAsync(DateTimeOffset? asOf = null, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        var instant = AsOfInstant.Of(asOf, clock);
        var earlier = instant.At - Compared;
        await using var db = database.Open();
        var reading = await reader.DuringAsync(db, kinds: null, earlier, instant.At, cancellationToken);
        var now = reading.Calculator.At(instant.At);
        var derived = await DerivedRungs.ReadAsync(db, reading, now, reader.Catalog, cancellationToken);
        return new CoverageDashboard(
            instant.At, instant.IsPast, now.Overall, Cards(now), AttentionList.Of(now, reader.Catalog, derived),
            CoverageAttribution.During(reading.Calculator, earlier, instant.At), CoverageForecast.Of(reading.Calculator, now),
            SourceCards(reading, instant.At), reading.Sources.ToDictionary(s => s.Id, s => s.Name));
    }

    private static List<FrameworkCard> Cards(CoverageVerdict verdict) =>
    [
        .. from framework in FrameworkCatalog.Shipped.Frameworks
           let found = verdict.Find(framework.Id)
           where found is not null
           select new FrameworkCard(
               framework.Id, framework.Name, framework.Version, found.Headline, found.OutOfScope.Count, found.Controls.Count(c => c.PopulationOnly)),
    ];

    private List<SourceCard> SourceCards(CoverageReading reading, DateTimeOffset at)
    {
        var cards = new List<SourceCard>();
        foreach (var source in reading.Sources.Where(s => s.CreatedAt <= at).OrderBy(s => s.RevokedAt <= at).ThenBy(s => s.Name, StringComparer.Ordinal).ThenBy(s => s.Id))
        {
            var kinds = reading.Facts.Kinds.Where(k => k.Connector == source.Connector);
            var oldest = kinds.Select(k => reading.Calculator.JudgeSource(source.Id, k.Kind, at)).OfType<SourceVerdict>()
                .OrderByDescending(v => v.Freshness).ThenBy(v => v.AsOf ?? DateTimeOffset.MinValue).FirstOrDefault();
            cards.Add(new SourceCard(
                source.Id, source.Name, source.AccountLabel, reader.Catalog.NameOf(source.Connector), oldest?.Freshness ?? Freshness.NeverCollected,
                oldest?.AsOf, oldest?.StaleAt, source.RevokedAt <= at ? source.RevokedAt : null));
        }

        return cards;
    }
}
