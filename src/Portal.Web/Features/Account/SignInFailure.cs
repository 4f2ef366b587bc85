using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Portal.Web.Features.Account;

/// <summary>Why somebody who came from the provider is not let in. Each has its own words on the page and its own code in the log.</summary>
internal enum SignInFailure
{
    /// <summary>The person, or an administrator's rule at the provider, said no.</summary>
    AccessDenied,
    /// <summary>State, correlation or nonce do not match: too slow, opened twice, or not begun here.</summary>
    NotOurs,
    ClockSkew,
    UnknownIssuer,
    WrongTenant,
    NoRole,
    /// <summary>A new sign-in was asked for, and the provider did not ask the person again.</summary>
    NotFresh,
    ProviderFailed,
}

/// <summary>Ends a sign-in after the provider's part went well.</summary>
internal sealed class SignInRefusedException(SignInFailure failure, string claimed) : Exception($"Sign-in refused: {failure}.")
{
    public SignInFailure Failure { get; } = failure;

    /// <summary>Who they said they are.</summary>
    public string Claimed { get; } = claimed;
}

internal static class SignInFailures
{
    public static string Code(this SignInFailure failure) => failure switch
    {
        SignInFailure.AccessDenied => "access_denied",
        SignInFailure.NotOurs => "not_begun_here",
        SignInFailure.ClockSkew => "clock_skew",
        SignInFailure.UnknownIssuer => "unknown_issuer",
        SignInFailure.WrongTenant => "wrong_tenant",
        SignInFailure.NoRole => "no_role",
        SignInFailure.NotFresh => "not_fresh",
        SignInFailure.ProviderFailed => "provider_failed",
    };

    public static SignInFailure Parse(string? code) =>
        Enum.GetValues<SignInFailure>().Where(f => f.Code() == code).DefaultIfEmpty(SignInFailure.ProviderFailed).First();

    public static SignInFailure Of(Exception? failure) => failure switch
    {
        SignInRefusedException refused => refused.Failure,
        OpenIdConnectProtocolInvalidNonceException or OpenIdConnectProtocolInvalidStateException => SignInFailure.NotOurs,
        OpenIdConnectProtocolException provider when (provider.Data["error"] as string) == "access_denied" => SignInFailure.AccessDenied,
        SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenInvalidLifetimeException => SignInFailure.ClockSkew,
        SecurityTokenInvalidIssuerException => SignInFailure.UnknownIssuer,
        // The handler has no type of its own for a state that it cannot read or a correlation cookie that is not there.
        { Message: "Correlation failed." or "Unable to unprotect the message.State." or "message.State is null or empty." } => SignInFailure.NotOurs,
        { InnerException: { } inner } => Of(inner),
        _ => SignInFailure.ProviderFailed,
    };
}
