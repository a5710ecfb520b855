using System.Globalization;
using System.Text.Json;

namespace Lti.Storage.Abstractions.Tests.Keys;

/// <summary>Tests that a key is the text of its UUID wherever it is text.</summary>
public sealed class KeyTests
{
    private const string ClientText = "01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12";
    private const string DeploymentText = "01981d90-4b7a-7c21-9d0e-5a6f7b8c9d01";

    private static readonly ClientKey _client = new(Guid.Parse(ClientText));
    private static readonly DeploymentKey _deployment = new(Guid.Parse(DeploymentText));

    public static TheoryData<string> NoUuids { get; } = ["", "1", ClientText + "0", ClientText[..^1] + "g"];

    [Fact]
    public void Text_of_a_key_is_its_UUID()
    {
        Assert.Equal(ClientText, _client.ToString());
        Assert.Equal(DeploymentText, _deployment.ToString());
        Assert.Equal($"{ClientText}/{DeploymentText}", $"{_client}/{_deployment}");
    }

    [Fact]
    public void Key_is_parsed_from_its_text()
    {
        Assert.Equal(_client, ClientKey.Parse(ClientText, CultureInfo.InvariantCulture));
        Assert.Equal(_deployment, DeploymentKey.Parse(DeploymentText, CultureInfo.InvariantCulture));
        Assert.True(ClientKey.TryParse(ClientText, CultureInfo.InvariantCulture, out var client));
        Assert.True(DeploymentKey.TryParse(DeploymentText, CultureInfo.InvariantCulture, out var deployment));
        Assert.Equal((_client, _deployment), (client, deployment));
    }

    [Theory]
    [MemberData(nameof(NoUuids))]
    public void Text_that_is_no_UUID_is_rejected(string text)
    {
        Assert.False(ClientKey.TryParse(text, CultureInfo.InvariantCulture, out var client));
        Assert.False(DeploymentKey.TryParse(text, CultureInfo.InvariantCulture, out var deployment));
        Assert.Equal((default, default), (client, deployment));
        Assert.Throws<FormatException>(() => ClientKey.Parse(text, CultureInfo.InvariantCulture));
        Assert.Throws<FormatException>(() => DeploymentKey.Parse(text, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Null_is_no_key()
    {
        Assert.False(ClientKey.TryParse(s: null, CultureInfo.InvariantCulture, out _));
        Assert.False(DeploymentKey.TryParse(s: null, CultureInfo.InvariantCulture, out _));
    }

    [Fact]
    public void Client_keeps_its_key_in_JSON()
    {
        var client = new LtiClient
        {
            Id = _client,
            Name = "name",
            Issuer = "issuer",
            ClientId = "client",
            Endpoints = new() { AuthorizationUrl = "https://a.example", TokenUrl = "https://t.example", JwksUrl = "https://j.example" },
        };

        var json = JsonSerializer.SerializeToElement(client);

        Assert.Equal(ClientText, json.GetProperty(nameof(LtiClient.Id)).GetString());
        Assert.Equal(client, json.Deserialize<LtiClient>());
        Assert.Equal(client, JsonSerializer.SerializeToElement(client, KeyJson.Default.LtiClient).Deserialize(KeyJson.Default.LtiClient));
    }

    [Fact]
    public void Deployment_keeps_both_keys_in_JSON()
    {
        var deployment = new LtiDeployment { Id = _deployment, ClientKey = _client, DeploymentId = "deployment" };

        var json = JsonSerializer.SerializeToElement(deployment);

        Assert.Equal(DeploymentText, json.GetProperty(nameof(LtiDeployment.Id)).GetString());
        Assert.Equal(ClientText, json.GetProperty(nameof(LtiDeployment.ClientKey)).GetString());
        Assert.Equal(deployment, json.Deserialize<LtiDeployment>());
        Assert.Equal(
            deployment,
            JsonSerializer.SerializeToElement(deployment, KeyJson.Default.LtiDeployment).Deserialize(KeyJson.Default.LtiDeployment));
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("{}")]
    public void JSON_that_is_no_UUID_is_rejected(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ClientKey>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DeploymentKey>(json));
    }
}
