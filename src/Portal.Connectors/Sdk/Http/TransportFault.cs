using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Portal.Connectors.Sdk.Http;

/// <summary>Turns what the network threw into one of our errors.</summary>
internal static class TransportFault
{
    /// <returns>Null for what is not the network's: the caller's own cancellation, a defect of ours.</returns>
    public static ConnectorError? From(Exception fault, string request, string host, bool deadlinePassed, CancellationToken callers) => fault switch
    {
        ConnectorException known => known.Error,
        _ when Inner<ConnectorException>(fault) is { } refused => refused.Error with { Request = request },
        OperationCanceledException when callers.IsCancellationRequested => null,
        OperationCanceledException when deadlinePassed => TimedOut(request, host),
        OperationCanceledException when fault.InnerException is TimeoutException => TimedOut(request, host),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new ConnectorError(
            ConnectorErrorCode.ConnectionBroken, $"The name {host} could not be looked up. Check the network and its DNS, then try again.", Request: request),
        _ when Inner<SocketException>(fault) is { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => new ConnectorError(
            ConnectorErrorCode.ConnectionBroken, $"The name {host} could not be looked up. Check the network and its DNS, then try again.", Request: request),
        _ when Inner<AuthenticationException>(fault) is not null => new ConnectorError(
            ConnectorErrorCode.ConnectionBroken, $"No trusted connection to {host}: its certificate was refused. Nothing was sent. Check for a proxy that intercepts TLS.", Request: request),
        HttpRequestException or IOException or SocketException => new ConnectorError(
            ConnectorErrorCode.ConnectionBroken, $"The connection to {host} could not be made or broke. Try again; if it keeps happening, check the network.", Request: request),
        _ => null,
    };

    public static ConnectorError TimedOut(string request, string host) => new(
        ConnectorErrorCode.TimedOut, $"{host} did not answer in time. This says nothing about your key; try again.", Request: request);

    private static T? Inner<T>(Exception fault) where T : Exception
    {
        for (var inner = fault.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is T found)
            {
                return found;
            }
        }
        return null;
    }
}
