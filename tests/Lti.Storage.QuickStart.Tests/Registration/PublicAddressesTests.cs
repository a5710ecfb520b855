using System.Net;
using QuickStart.Registration;
using QuickStart.Tool;

namespace Lti.Storage.QuickStart.Tests.Registration;

public sealed class PublicAddressesTests
{
    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.128.0.0")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    public void Internet_address_is_public(string address) => Assert.True(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456:789a::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    public void Reserved_address_is_not_public(string address) => Assert.False(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("localhost", "127.0.0.1", true)]
    [InlineData("LOCALHOST", "::1", true)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("lms.example.edu", "93.184.215.14", true)]
    [InlineData("lms.example.edu", "127.0.0.1", false)]
    [InlineData("lms.example.edu", "::1", false)]
    [InlineData("localhost", "10.0.0.1", false)]
    [InlineData("169.254.169.254", "169.254.169.254", false)]
    public void Loopback_is_allowed_only_under_its_own_names(string host, string address, bool isAllowed)
    {
        Assert.Equal(isAllowed, new PublicAddresses(allowLoopback: true).Allows(host, IPAddress.Parse(address)));
        Assert.Equal(isAllowed && PublicAddresses.IsPublic(IPAddress.Parse(address)), new PublicAddresses(allowLoopback: false).Allows(host, IPAddress.Parse(address)));
    }
}
