namespace Portal.Web.Features.Account;

/// <summary>The address of an invitation.</summary>
internal static class InvitationLink
{
    public const string Root = "/invitations/";

    public static string For(string token) => Root + token;

    /// <returns>Null when the address is no invitation's.</returns>
    public static string? TokenOf(string? path) => path?.StartsWith(Root, StringComparison.Ordinal) == true ? path[Root.Length..] : null;
}
