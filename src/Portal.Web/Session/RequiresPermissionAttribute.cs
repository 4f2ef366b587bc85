using System.Reflection;
using Portal.Platform.Authorization;

namespace Portal.Web.Session;

/// <summary>
/// A page for those whose role has this permission only. To everybody else there is no such page: 404 at the door, and "not found" for a
/// link followed inside a circuit. The use cases behind it refuse by themselves.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresPermissionAttribute(Permission permission) : Attribute
{
    public Permission Permission { get; } = permission;

    public static bool Allows(Type page, Actor actor) =>
        page.GetCustomAttribute<RequiresPermissionAttribute>() is not { } required || actor.May(required.Permission);
}
