namespace Portal.Platform.Authorization;

/// <summary>Who acts: a person with a role, or the portal itself (scheduler, reaper, demo).</summary>
/// <param name="Id">The person's id, or a stable name such as <c>system:scheduler</c>. Goes into the audit log.</param>
/// <param name="Role">Null for the portal itself, which is bound by the code path that runs it.</param>
public sealed record Actor(string Id, string Name, Role? Role)
{
    public static Actor Person(Guid personId, string name, Role role) => new(personId.ToString("D"), name, role);

    public static Actor System(string part) => new($"system:{part}", $"Portal ({part})", null);

    public bool IsSystem => Role is null;

    public bool May(Permission permission) => Role?.Allows(permission) ?? true;
}

/// <summary>The actor's role does not allow the use case. The UI never offers what would end here.</summary>
public sealed class ForbiddenException(Permission permission, Actor actor)
    : Exception($"{actor.Name} ({actor.Role}) may not {permission}. Ask an admin of the organization.")
{
    public Permission Permission { get; } = permission;
}
