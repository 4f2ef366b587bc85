using System.Security.Claims;
using Portal.Web.Features.Account;
using Portal.Web.Hosting;

namespace Portal.Web.Tests.Features.Account;

/// <summary>Whom a validated token is about. Entra ID's own endpoints cannot be reached from a test: its tokens are written here as it documents them.</summary>
public sealed class ProviderIdentityTests
{
    private const string Tenant = "7d1f7a52-0000-4000-8000-000000000001";
    private const string Issuer = $"https://login.microsoftonline.com/{Tenant}/v2.0";

    [Fact]
    public void Entra_TheObjectId_IsWhoSomebodyIs_AndNotTheAppsOwnSubject()
    {
        var who = Of(SignInOptions.Entra, ("iss", Issuer), ("tid", Tenant), ("oid", "object"), ("sub", "pairwise"), ("name", "Ann"), ("roles", "Auditor"))!;

        Assert.Equal((Issuer, "object", "Ann", null), (who.Identity.Issuer, who.Identity.Subject, who.Identity.DisplayName, who.Identity.Email));
        Assert.Equal((Tenant, Platform.Authorization.Role.Auditor), (who.Tenant, who.Role));
    }

    [Fact]
    public void OtherProvider_TheSubject_IsWhoSomebodyIs()
    {
        var who = Of(SignInOptions.OpenId, ("iss", "https://id.example"), ("oid", "object"), ("sub", "subject"), ("email", "ann@example.com"))!;

        Assert.Equal(("subject", "ann@example.com", null), (who.Identity.Subject, who.Identity.DisplayName, who.Tenant));
    }

    [Theory]
    [InlineData("oid", "object", "iss", "https://login.microsoftonline.com/9e9e9e9e-0000-4000-8000-000000000002/v2.0", "tid", Tenant)]
    [InlineData("oid", "object", "iss", Issuer, "tid", "not-a-tenant")]
    [InlineData("oid", "object", "iss", Issuer, "name", "Ann")]
    [InlineData("sub", "pairwise", "iss", Issuer, "tid", Tenant)]
    [InlineData("oid", "object", "tid", Tenant, "name", "Ann")]
    public void Entra_ATokenThatDoesNotSayWhoOfWhichTenant_IsNobodys(string a, string aValue, string b, string bValue, string c, string cValue) =>
        Assert.Null(Of(SignInOptions.Entra, (a, aValue), (b, bValue), (c, cValue)));

    private static ProviderIdentity? Of(string mode, params (string Type, string Value)[] claims) =>
        ProviderIdentity.From(new(new ClaimsIdentity(claims.Select(c => new Claim(c.Type, c.Value)))), new ProviderOptions(), mode);
}
