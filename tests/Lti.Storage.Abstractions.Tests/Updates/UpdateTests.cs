namespace Lti.Storage.Abstractions.Tests.Updates;

/// <summary>Tests that an update changes the given fields and no others.</summary>
[Trait("Rule", "C3")]
public sealed class UpdateTests
{
    private static readonly LtiClient _client = new()
    {
        Id = new(Guid.NewGuid()),
        Name = "name",
        Issuer = "issuer",
        ClientId = "client",
        Endpoints = new() { AuthorizationUrl = "https://a.example", TokenUrl = "https://t.example", JwksUrl = "https://j.example" },
    };

    private static readonly LtiDeployment _deployment = new()
    {
        Id = new(Guid.NewGuid()),
        ClientKey = _client.Id,
        DeploymentId = "deployment",
        Name = "name",
        Description = "description",
    };

    public static TheoryData<string> ClientFields { get; } = [.. typeof(ClientUpdate).GetProperties().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(ClientFields))]
    public void A_field_of_a_client_changes_alone(string field)
    {
        var update = new ClientUpdate();
        var property = typeof(ClientUpdate).GetProperty(field)!;
        object value = property.PropertyType == typeof(bool?) ? !_client.IsEnabled : "https://new.example";
        property.SetValue(update, property.PropertyType == typeof(OptionalText) ? OptionalText.FromString((string)value) : value);

        var updated = update.ApplyTo(_client);

        foreach (var (name, before) in Fields(_client))
        {
            Assert.Equal(name == field ? value : before, Fields(updated)[name]);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("audience")]
    public void Token_audience_of_a_client_is_kept_set_or_cleared(string? stored)
    {
        var client = _client with { Endpoints = _client.Endpoints with { TokenAudience = stored } };

        Assert.Equal(stored, Apply(OptionalText.Keep));
        Assert.Equal("new", Apply(OptionalText.Set("new")));
        Assert.Null(Apply(OptionalText.Clear));

        string? Apply(OptionalText change) => new ClientUpdate { TokenAudience = change }.ApplyTo(client).Endpoints.TokenAudience;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Client_is_enabled_or_disabled_only_by_a_value(bool enabled)
    {
        var client = _client with { IsEnabled = enabled };

        Assert.Equal(enabled, new ClientUpdate { Name = "new" }.ApplyTo(client).IsEnabled);
        Assert.True(new ClientUpdate { IsEnabled = true }.ApplyTo(client).IsEnabled);
        Assert.False(new ClientUpdate { IsEnabled = false }.ApplyTo(client).IsEnabled);
    }

    [Fact]
    public void Status_of_a_deployment_changes_only_by_a_value()
    {
        var all = Enum.GetValues<DeploymentStatus>();
        Assert.All(all, stored => Assert.All(all.Cast<DeploymentStatus?>().Append(null), given => Assert.Equal(
            _deployment with { Status = given ?? stored },
            new DeploymentUpdate { Status = given }.ApplyTo(_deployment with { Status = stored }))));
    }

    [Fact]
    public void An_update_without_fields_changes_nothing()
    {
        Assert.Equal(_client, new ClientUpdate().ApplyTo(_client));
        Assert.Equal(_deployment, new DeploymentUpdate().ApplyTo(_deployment));
    }

    [Fact]
    public void Each_field_of_a_deployment_changes_alone_and_the_optional_ones_can_be_cleared()
    {
        Assert.Equal(_deployment with { DeploymentId = "new" }, new DeploymentUpdate { DeploymentId = "new" }.ApplyTo(_deployment));
        Assert.Equal(_deployment with { Name = "new" }, new DeploymentUpdate { Name = "new" }.ApplyTo(_deployment));
        Assert.Equal(
            _deployment with { Description = "new" }, new DeploymentUpdate { Description = OptionalText.Set("new") }.ApplyTo(_deployment));
        Assert.Equal(_deployment with { Name = null }, new DeploymentUpdate { Name = OptionalText.Clear }.ApplyTo(_deployment));
        Assert.Equal(
            _deployment with { Description = null }, new DeploymentUpdate { Description = OptionalText.Clear }.ApplyTo(_deployment));
        Assert.Equal(_deployment with { Name = "" }, new DeploymentUpdate { Name = "" }.ApplyTo(_deployment));
    }

    [Fact]
    public void An_optional_text_is_kept_by_default_and_by_null()
    {
        Assert.Equal(OptionalText.Keep, default);
        Assert.Equal(OptionalText.Keep, OptionalText.FromString(null));
        Assert.Equal(OptionalText.Keep, (OptionalText)(string?)null);
        Assert.NotEqual(OptionalText.Keep, OptionalText.Clear);
        Assert.Equal((false, true, true), (OptionalText.Keep.IsChange, OptionalText.Clear.IsChange, OptionalText.Set("").IsChange));
        Assert.Equal((null, null, "x"), (OptionalText.Keep.Value, OptionalText.Clear.Value, OptionalText.Set("x").Value));
        Assert.Throws<ArgumentNullException>("value", () => OptionalText.Set(null!));
    }

    [Fact]
    public void Null_instead_of_a_stored_entity_is_rejected()
    {
        Assert.Throws<ArgumentNullException>("client", () => new ClientUpdate().ApplyTo(null!));
        Assert.Throws<ArgumentNullException>("deployment", () => new DeploymentUpdate().ApplyTo(null!));
    }

    private static Dictionary<string, object?> Fields(LtiClient client)
        => typeof(LtiClient).GetProperties().Select(property => (property, holder: (object)client))
            .Concat(typeof(LtiEndpoints).GetProperties().Select(property => (property, holder: (object)client.Endpoints)))
            .Where(field => field.property.PropertyType != typeof(LtiEndpoints))
            .ToDictionary(field => field.property.Name, field => field.property.GetValue(field.holder), StringComparer.Ordinal);
}
