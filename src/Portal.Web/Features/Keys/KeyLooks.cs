using Portal.Compliance.Keys;
using Portal.Web.Components;

namespace Portal.Web.Features.Keys;

/// <summary>How the states of keys and requests feel.</summary>
internal static class KeyLooks
{
    public static Tone Of(KeyStanding standing) => standing switch
    {
        KeyStanding.Ready => Tone.Success,
        KeyStanding.BeingPrepared => Tone.Progress,
        KeyStanding.OffBoarded => Tone.Muted,
    };

    public static Tone Of(DataKeyStanding state) => state switch
    {
        DataKeyStanding.Active => Tone.Success,
        DataKeyStanding.DecryptOnly => Tone.Progress,
        DataKeyStanding.Destroyed => Tone.Muted,
    };

    public static Tone Of(KeyRequestState state) => state switch
    {
        KeyRequestState.AwaitsProvisioning or KeyRequestState.InProgress => Tone.Progress,
        KeyRequestState.Done => Tone.Success,
        KeyRequestState.Refused => Tone.Danger,
        KeyRequestState.Cancelled => Tone.Muted,
    };
}
