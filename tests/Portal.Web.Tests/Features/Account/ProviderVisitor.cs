using System.Net;
using Portal.Tests.Shared.Hosting;
using Portal.Tests.Shared.Identity;

namespace Portal.Web.Tests.Features.Account;

/// <summary>A browser without a screen that walks to the provider and back.</summary>
internal static class ProviderVisitor
{
    /// <returns>The provider's answer: an address of the portal with a code, not yet followed.</returns>
    public static async Task<Uri> ChooseAsync(this HttpClient visitor, string account, string start = "/signin/provider")
    {
        using var challenge = await visitor.GetAsync(start);
        Assert.Equal(HttpStatusCode.Redirect, challenge.StatusCode);
        using var answer = await visitor.GetAsync($"{challenge.Headers.Location}&account={account}");
        Assert.True(answer.StatusCode is HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!;
    }

    /// <returns>Where the portal leads after the provider.</returns>
    public static async Task<string> SignInAsync(this HttpClient visitor, string account, string start = "/signin/provider")
    {
        using var back = await visitor.GetAsync(await visitor.ChooseAsync(account, start));
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        return back.Headers.Location!.OriginalString;
    }

    public static Task<PortalHost> StartPortalAsync(this IdentityProvider provider, params string[] more) =>
        PortalHost.StartAsync(null, [.. provider.Arguments, "--Authentication:DisplayName=Example ID", .. more]);
}
