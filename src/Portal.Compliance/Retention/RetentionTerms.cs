namespace Portal.Compliance.Retention;

/// <summary>How long payloads with their populations, and audit details, are kept. Pure: rows in, terms out, the instant is a parameter.</summary>
public sealed record RetentionTerms(int EvidenceMonths, int AuditDetailMonths)
{
    /// <summary>A period under audit and the month in which it is looked at; the database refuses anything shorter too.</summary>
    public const int FewestMonths = 13;

    public const int MostMonths = 600;

    /// <summary>A shorter time purges nothing before this has passed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(30);

    /// <summary>What holds until an admin decides otherwise: seven years.</summary>
    public static RetentionTerms Default { get; } = new(84, 84);

    public bool IsShorterThan(RetentionTerms other) => EvidenceMonths < other.EvidenceMonths || AuditDetailMonths < other.AuditDetailMonths;

    /// <summary>What was last seen, or happened, before this is due.</summary>
    public static DateTimeOffset CutOff(DateTimeOffset now, int months) => now.AddMonths(-months);

    /// <returns>The rule in force; null for <see cref="Default"/>.</returns>
    internal static RetentionRule? InForce(IEnumerable<RetentionRule> rules, DateTimeOffset now)
    {
        var ordered = Ordered(rules, now);
        RetentionRule? inForce = null;
        for (var i = 0; i < ordered.Count; i++)
        {
            // A change made while another one waits takes its place: what was taken back never comes into force.
            var waitsUntil = i + 1 < ordered.Count ? ordered[i + 1].ChangedAt : now;
            if (ordered[i].EffectiveFrom <= waitsUntil)
            {
                inForce = ordered[i];
            }
        }

        return inForce;
    }

    /// <returns>The newest change while it waits for its grace period; null when nothing waits.</returns>
    internal static RetentionRule? Waiting(IEnumerable<RetentionRule> rules, DateTimeOffset now) =>
        Ordered(rules, now) is [.., var last] && last.EffectiveFrom > now ? last : null;

    internal static RetentionTerms Of(RetentionRule? rule) => rule is null ? Default : new(rule.EvidenceMonths, rule.AuditDetailMonths);

    private static List<RetentionRule> Ordered(IEnumerable<RetentionRule> rules, DateTimeOffset now) =>
        [.. rules.Where(r => r.ChangedAt <= now).OrderBy(r => r.ChangedAt).ThenBy(r => r.Id)];
}
