using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Portal.Web.Hosting;

/// <summary>
/// Configuration can be read wrongly; the socket cannot. With the development sign-in on, a host that turns out to listen beyond
/// loopback stops at once.
/// </summary>
internal static class DevelopmentSignInGuard
{
    public static async Task CheckAsync(WebApplication app, CancellationToken cancellationToken)
    {
        if (!app.Services.GetRequiredService<IOptions<SignInOptions>>().Value.IsDevelopment)
        {
            return;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var open = addresses.Where(a => !ListenAddresses.IsLoopback(a)).ToList();
        if (open.Count > 0)
        {
            await app.StopAsync(cancellationToken);
            throw new InvalidOperationException(
                $"The development sign-in lets anybody in, and the portal was listening on {string.Join(", ", open)}. It has stopped. Listen on 127.0.0.1.");
        }
    }
}
