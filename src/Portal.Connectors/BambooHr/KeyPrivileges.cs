using System.Globalization;
using System.Text.Json;
using Portal.Connectors.BambooHr.Onboarding;
using Portal.Connectors.BambooHr.Vendor;
using Portal.Connectors.Sdk;
using Portal.Connectors.Sdk.Json;

namespace Portal.Connectors.BambooHr;

/// <summary>What the key can see: too little, enough, or more than it should. Names only.</summary>
internal static class KeyPrivileges
{
    private static readonly string[] SensitiveParts =
    [
        "payrate", "paytype", "payperiod", "paygroup", "payschedule", "compensation", "salary", "bonus", "commission", "ssn", "nationalid", "taxid",
        "taxfilenumber", "birthdate", "dateofbirth", "gender", "ethnicity", "marital", "disability", "veteran", "homephone", "mobilephone", "homeemail",
        "bankaccount", "routingnumber", "passport", "visa",
    ];

    private static readonly HashSet<string> SensitiveNames = new(StringComparer.Ordinal) { "sin", "nin", "age", "race", "address", "address1", "address2", "homeaddress" };

    public static IReadOnlyList<string> Sensitive(VisibleFields visible) =>
    [
        .. visible.Names.Where(name =>
        {
            var plain = name.ToLowerInvariant().Replace("_", "", StringComparison.Ordinal);
            return SensitiveNames.Contains(plain) || Array.Exists(SensitiveParts, part => plain.Contains(part, StringComparison.Ordinal));
        }).Order(StringComparer.Ordinal),
    ];

    public static string SensitiveMessage(IReadOnlyList<string> names) => string.Create(CultureInfo.InvariantCulture,
        $"The key can see {names.Count} fields it should not ({string.Join(", ", names.Take(5))}{(names.Count > 5 ? ", …" : "")}). We never ask for them, but whoever holds the key could.");

    public const string SensitiveFix = "In BambooHR, give the key's user an access level with only the permissions under least privilege.";

    public static IReadOnlyList<Capability> Map(VisibleFields visible, IEnumerable<RungTried> tried, OwnerState owner)
    {
        var map = BambooHrFields.Needed
            .Select(f => new Capability(f, visible.Names.Contains(f), Needed: true, visible.Names.Contains(f) ? null : FixFor(f)))
            .ToList();
        map.Add(new("employeeTasks", visible.Has(BambooHrFields.Tasks), Needed: true,
            visible.Has(BambooHrFields.Tasks) ? null : "Only if your plan has onboarding tasks; trainings or a field of your own can stand in."));
        if (tried.FirstOrDefault(t => t.Rung == BambooHrRungs.RequiredTrainings)?.Reason is BambooHrReasons.PermissionDenied or BambooHrReasons.FeatureNotInPlan)
        {
            map.Add(new("training", Visible: false, Needed: true, "Only if you track onboarding by required trainings."));
        }
        if (owner is not OwnerState.NotAsked)
        {
            map.Add(new("users", owner is not OwnerState.NotVisible, Needed: true,
                owner is OwnerState.NotVisible ? "Optional: it lets us warn when the key's owner is disabled." : null));
        }
        map.AddRange(Sensitive(visible).Select(f => new Capability(f, Visible: true, Needed: false, SensitiveFix)));
        return map;
    }

    public static string FixFor(string field) => field switch
    {
        BambooHrFields.Status => "Allow Personal › Basic Info › Status (view).",
        BambooHrFields.HireDate => "Allow Job › Hire Date (view).",
        BambooHrFields.TerminationDate => "Allow Job › Employment Status › Date and Employment Status (view).",
        _ => "Allow the key's user to see All Employees (view).",
    };
}

internal enum OwnerState
{
    /// <summary>The key's user is no employee, so nothing says which user it is.</summary>
    NotAsked,
    /// <summary>The key may not see users.</summary>
    NotVisible,
    Enabled,
    Disabled,
    /// <summary>Users can be seen; the owner is not among them.</summary>
    Unlisted,
}

/// <summary>Looks up the key's owner among the users. Keeps a status; names and addresses in the answer are skipped unread.</summary>
internal static class KeyOwner
{
    public const string Warning =
        "The key's owner is disabled in BambooHR, so the key is about to stop working. Make a new key as a user that stays, and replace this one.";

    public static async Task<OwnerState> LookUpAsync(BambooHrClient client, string? ownerId, CancellationToken cancellationToken)
    {
        if (ownerId is null)
        {
            return OwnerState.NotAsked;
        }
        var users = new Users(ownerId);
        try
        {
            await client.ReadAsync(HttpMethod.Get, "/api/v1/meta/users", null, users, cancellationToken);
            return users.State;
        }
        catch (ConnectorException refused) when (!refused.Error.NeedsReauth && refused.Error.Code is not (ConnectorErrorCode.AddressRefused or ConnectorErrorCode.AnswerLeadsElsewhere))
        {
            // A courtesy: whatever keeps us from it must not cost the evidence.
            return OwnerState.NotVisible;
        }
    }

    /// <summary><c>{"2371":{"id":2371,"employeeId":4,"firstName":…,"status":"enabled","lastLogin":…}}</c>, or <c>[]</c>.</summary>
    private sealed class Users(string ownerId) : IJsonItems
    {
        public OwnerState State { get; private set; } = OwnerState.Unlisted;

        public void Property(string name, ref Utf8JsonReader value)
        {
            string? employee = null, status = null;
            while (value.TokenType is not JsonTokenType.EndObject && value.Read() && value.TokenType is JsonTokenType.PropertyName)
            {
                var isEmployee = value.ValueTextEquals("employeeId"u8);
                var isStatus = value.ValueTextEquals("status"u8);
                value.Read();
                if (isEmployee)
                {
                    employee = LooseText.Read(ref value);
                }
                else if (isStatus)
                {
                    status = LooseText.Read(ref value);
                }
                else
                {
                    value.TrySkip();
                }
            }
            if (employee == ownerId)
            {
                State = status == "disabled" ? OwnerState.Disabled : OwnerState.Enabled;
            }
        }
    }
}
