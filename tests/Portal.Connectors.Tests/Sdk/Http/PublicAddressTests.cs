using System.Net;
using Portal.Connectors.Sdk;
using Portal.Connectors.Sdk.Http;

namespace Portal.Connectors.Tests.Sdk.Http;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("52.10.20.30")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:1.1.1.1")]
    public void Is_OnTheInternet_True(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Is_AnythingElse_False(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1", true)]
    [InlineData("1.1.1.1 10.0.0.1", false)]
    [InlineData("fe80::1 1.1.1.1", false)]
    [InlineData("", false)]
    public async Task CheckAsync_OneAddressThatIsNotPublic_RefusesTheName(string addresses, bool allowed)
    {
        var resolved = addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToArray();
        var connect = new GuardedConnect((_, _) => Task.FromResult(resolved), standIn: null);

        var check = connect.CheckAsync(new DnsEndPoint("acme.bamboohr.com", 443), CancellationToken.None);

        if (allowed)
        {
            Assert.Equal(resolved, await check);
        }
        else
        {
            Assert.Equal(ConnectorErrorCode.AddressRefused, (await Assert.ThrowsAsync<ConnectorException>(() => check)).Error.Code);
        }
    }

    [Theory]
    [InlineData("127.0.0.1", 5055, true)]
    [InlineData("127.0.0.1", 5056, false)]
    [InlineData("127.0.0.2", 5055, false)]
    [InlineData("acme.bamboohr.com", 5055, false)]
    public async Task CheckAsync_StandIn_OpensExactlyItsOwnEndPoint(string host, int port, bool allowed)
    {
        var connect = new GuardedConnect((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), new Uri("http://127.0.0.1:5055/"));

        var check = connect.CheckAsync(new DnsEndPoint(host, port), CancellationToken.None);

        if (allowed)
        {
            Assert.Equal([IPAddress.Loopback], await check);
        }
        else
        {
            Assert.Equal(ConnectorErrorCode.AddressRefused, (await Assert.ThrowsAsync<ConnectorException>(() => check)).Error.Code);
        }
    }
}
