using System.Net;
using System.Net.Sockets;

namespace Portal.Connectors.Sdk.Http;

/// <summary>
/// Opens the TCP connection for a vendor request. It resolves the name itself, refuses the host if any of its addresses is not public, and
/// connects to exactly an address it checked, so a name that resolves differently a moment later gains nothing.
/// </summary>
/// <param name="standIn">The one loopback end point allowed in Development, or null.</param>
internal sealed class GuardedConnect(Func<string, CancellationToken, Task<IPAddress[]>> resolve, Uri? standIn)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await CheckAsync(context.DnsEndPoint, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="ConnectorException">An address is not public.</exception>
    internal async Task<IPAddress[]> CheckAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        if (standIn is not null && endPoint.Port == standIn.Port && IPAddress.TryParse(standIn.IdnHost.Trim('[', ']'), out var loopback)
            && IPAddress.TryParse(endPoint.Host.Trim('[', ']'), out var asked) && asked.Equals(loopback) && IPAddress.IsLoopback(loopback))
        {
            return [loopback];
        }
        var addresses = await resolve(endPoint.Host, cancellationToken);
        return addresses.Length > 0 && Array.TrueForAll(addresses, PublicAddress.Is)
            ? addresses
            : throw new ConnectorException(new ConnectorError(ConnectorErrorCode.AddressRefused,
                $"{endPoint.Host} points to an address that is not on the public internet, so nothing was sent to it. Check the name, and your DNS."));
    }
}
