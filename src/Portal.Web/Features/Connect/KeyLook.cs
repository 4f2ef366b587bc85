using Microsoft.Extensions.Localization;

namespace Portal.Web.Features.Connect;

/// <summary>What is in the key field, as far as the server may know.</summary>
internal enum KeyLook { Empty, Unchanged, Changed }

internal static class KeyWords
{
    /// <param name="refused">The vendor refused the key that was read last: repeating it would bring the account nearer to a lock.</param>
    /// <returns>What is wrong before any request is made; null when the key may be tried.</returns>
    public static string? Complaint(IStringLocalizer<ConnectText> text, KeyLook look, bool refused) => look switch
    {
        KeyLook.Empty => text["KeyMissing"].Value,
        KeyLook.Unchanged when refused => text["KeyUnchanged"].Value,
        KeyLook.Unchanged or KeyLook.Changed => null,
    };
}
