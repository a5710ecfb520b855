// Copy this file, with numbers for your users. A school is one address: choose buckets that hold a lecture hall.
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace QuickStart;

/// <summary>Limits what one sender may ask for, with ASP.NET Core's own middleware.</summary>
/// <remarks>Behind a proxy, forwarded headers of that proxy must be read first. Each node counts for itself.</remarks>
internal static class RateLimits
{
    public const string Login = "login";
    public const string Launch = "launch";
    public const string Registration = "registration";
    public const string SignIn = "sign-in";

    public static void Add(IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        AddBucket(options, Login, burst: 300, perSecond: 20);
        AddBucket(options, Launch, burst: 600, perSecond: 40);

        // Each start makes this tool send a request and keeps a row for 15 minutes.
        AddBucket(options, Registration, burst: 30, perSecond: 0.1);
        AddBucket(options, SignIn, burst: 10, perSecond: 0.1);
    });

    private static void AddBucket(RateLimiterOptions options, string name, int burst, double perSecond)
        => options.AddPolicy(name, context => RateLimitPartition.GetTokenBucketLimiter(
            Source(context.Connection.RemoteIpAddress),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = burst,
                TokensPerPeriod = Math.Max(1, (int)perSecond),
                ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 1 / perSecond)),
                QueueLimit = 0,
            }));

    /// <summary>Gets what counts as one sender. Of IPv6 it is the network of 64 bits: a sender can use any address of its network.</summary>
    private static IPAddress Source(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            return address?.MapToIPv4() ?? IPAddress.None;
        }

        var network = address.GetAddressBytes();
        network.AsSpan(8).Clear();
        return new IPAddress(network);
    }
}
