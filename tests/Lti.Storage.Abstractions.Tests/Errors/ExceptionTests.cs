namespace Lti.Storage.Abstractions.Tests.Errors;

/// <summary>Tests the message and the properties of each error.</summary>
[Trait("Rule", "E3")]
public sealed class ExceptionTests
{
    private static readonly Exception _cause = new InvalidOperationException("the cause");

    [Fact]
    public void A_client_conflict_has_the_issuer_and_client_id_in_properties_and_message()
    {
        var error = LtiConflictException.ForClient("https://lms.example.edu", "client-1", _cause);

        Assert.Equal((LtiEntity.Client, "https://lms.example.edu + client-1"), (error.Entity, error.Key));
        AssertSays(error, "already stored", "'https://lms.example.edu'", "'client-1'", "Update that one");
        Assert.Same(_cause, error.InnerException);
    }

    [Fact]
    public void A_deployment_conflict_has_the_deployment_id_in_properties_and_message()
    {
        var error = LtiConflictException.ForDeployment("deployment-1", _cause);

        Assert.Equal((LtiEntity.Deployment, "deployment-1"), (error.Entity, error.Key));
        AssertSays(error, "already has a deployment", "'deployment-1'", "ensure the deployment");
        Assert.Same(_cause, error.InnerException);
    }

    [Fact]
    [Trait("Rule", "E8")]
    public void A_session_conflict_has_the_id_in_a_property_but_not_in_the_message()
    {
        var id = Guid.NewGuid();

        var error = LtiConflictException.ForSession(id, _cause);

        Assert.Equal((LtiEntity.Session, id.ToString()), (error.Entity, error.Key));
        AssertSays(error, "session", "already stored", "new session for each launch");
        AssertNowhere(id, error);
        Assert.Same(_cause, error.InnerException);
    }

    [Fact]
    [Trait("Rule", "E8")]
    public void A_nonce_conflict_has_only_the_kind()
    {
        var error = LtiConflictException.ForNonce(_cause);

        Assert.Equal((LtiEntity.Nonce, null), (error.Entity, error.Key));
        AssertSays(error, "nonce", "already stored", "new random nonce");
        Assert.Same(_cause, error.InnerException);
    }

    [Theory]
    [InlineData(LtiEntity.Client, "client")]
    [InlineData(LtiEntity.Deployment, "deployment of this client")]
    public void A_not_found_error_has_the_kind_and_id_in_properties_and_message(LtiEntity entity, string words)
    {
        var id = Guid.NewGuid();

        var error = new LtiNotFoundException(entity, id, _cause);

        Assert.Equal((entity, id), (error.Entity, error.Id));
        AssertSays(error, $"There is no {words}", id.ToString(), "the platform's own ids are strings");
        Assert.Same(_cause, error.InnerException);
    }

    [Theory]
    [Trait("Rule", "E8")]
    [InlineData(LtiEntity.Session, "session")]
    [InlineData(LtiEntity.Nonce, "nonce")]
    public void A_not_found_error_for_a_session_does_not_repeat_the_id_in_its_message(LtiEntity entity, string word)
    {
        var id = Guid.NewGuid();

        var error = new LtiNotFoundException(entity, id);

        Assert.Equal((entity, id), (error.Entity, error.Id));
        AssertSays(error, $"There is no {word}");
        AssertNowhere(id, error);
    }

    [Theory]
    [Trait("Rule", "F1")]
    [InlineData(LtiWorkOutcome.Unknown)]
    [InlineData(LtiWorkOutcome.NotApplied)]
    public void An_unavailable_error_has_the_outcome_of_the_work(LtiWorkOutcome outcome)
    {
        var error = new LtiStorageUnavailableException("The server closed the connection. Try again.", outcome, _cause);

        Assert.Equal((outcome, "The server closed the connection. Try again."), (error.Outcome, error.Message));
        Assert.Same(_cause, error.InnerException);
    }

    [Fact]
    [Trait("Rule", "F1")]
    public void The_default_outcome_is_unknown()
    {
        Assert.Equal(LtiWorkOutcome.Unknown, default);
        Assert.Equal(NonceOutcome.Unknown, default);
    }

    [Fact]
    public void Every_error_is_an_LtiStorageException_and_may_have_no_cause()
    {
        LtiStorageException[] errors =
        [
            LtiConflictException.ForClient("i", "c"), LtiConflictException.ForDeployment("d"), LtiConflictException.ForSession(Guid.NewGuid()),
            LtiConflictException.ForNonce(), new LtiNotFoundException(LtiEntity.Client, Guid.NewGuid()),
            new LtiStorageUnavailableException("m", LtiWorkOutcome.NotApplied), new LtiStorageException("m"),
            new LtiSchemaException("m"), LtiSecretException.ForUnreadableToolKey("k"),
            new LtiAccessTokenException("m"), LtiPlatformKeySetException.ForRefusedAnswer("p"),
        ];

        Assert.All(errors, error => Assert.Null(error.InnerException));
        var types = typeof(ILtiStorage).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(Exception)));
        Assert.Equal(types.ToHashSet(), errors.Select(error => error.GetType()).ToHashSet());
    }

    private static void AssertSays(Exception error, params string[] words)
        => Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));

    private static void AssertNowhere(Guid id, Exception error)
    {
        foreach (var format in new[] { "D", "N" })
        {
            Assert.DoesNotContain(id.ToString(format), error.ToString(), StringComparison.OrdinalIgnoreCase);
        }
    }
}
