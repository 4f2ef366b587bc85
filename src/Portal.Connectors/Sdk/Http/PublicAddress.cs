using System.Net;
using System.Net.Sockets;

namespace Portal.Connectors.Sdk.Http;

/// <summary>Tells addresses on the public internet from all others. What is not known to be public is not.</summary>
internal static class PublicAddress
{
    // https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry: everything that is not globally reachable.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    // Global unicast is all that has been handed out. NAT64 (64:ff9b::/96), ::ffff:0:0/96, fc00::/7, fe80::/10 and ff00::/8 lie outside it.
    private static readonly IPNetwork GlobalUnicast6 = IPNetwork.Parse("2000::/3");

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily is AddressFamily.InterNetwork || GlobalUnicast6.Contains(plain))
            && !NotPublic.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }
}
