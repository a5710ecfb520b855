using Microsoft.EntityFrameworkCore;

namespace Lti.Storage.Benchmarks;

/// <summary>Maps the tables that launches use.</summary>
internal sealed class LtiContext(DbContextOptions<LtiContext> options) : DbContext(options)
{
    public DbSet<ClientRow> Clients => Set<ClientRow>();

    public DbSet<DeploymentRow> Deployments => Set<DeploymentRow>();

    public DbSet<NonceRow> Nonces => Set<NonceRow>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    /// <summary>Returns the database's time.</summary>
    public static DateTimeOffset Now() => throw new NotSupportedException("Translated to SQL.");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDbFunction(() => Now()).HasName("now").IsBuiltIn().IsNullable(false);
        modelBuilder.Entity<ClientRow>(client =>
        {
            client.ToTable("clients");
            client.Property(row => row.Id).HasColumnName("id");
            client.Property(row => row.Name).HasColumnName("name");
            client.Property(row => row.Issuer).HasColumnName("iss").HasMaxLength(LtiLimits.MaxIdentifierLength);
            client.Property(row => row.ClientId).HasColumnName("client_id").HasMaxLength(LtiLimits.MaxIdentifierLength);
            client.Property(row => row.AuthorizationUrl).HasColumnName("auth_url");
            client.Property(row => row.TokenUrl).HasColumnName("token_url");
            client.Property(row => row.JwksUrl).HasColumnName("jwks_url");
            client.Property(row => row.TokenAudience).HasColumnName("token_audience");
            client.Property(row => row.IsEnabled).HasColumnName("enabled");
        });
        modelBuilder.Entity<DeploymentRow>(deployment =>
        {
            deployment.ToTable("deployments");
            deployment.Property(row => row.Id).HasColumnName("id");
            deployment.Property(row => row.DeploymentId).HasColumnName("deployment_id").HasMaxLength(LtiLimits.MaxIdentifierLength);
            deployment.Property(row => row.ClientId).HasColumnName("client_id");
            deployment.Property(row => row.Status).HasColumnName("status");
            deployment.Property(row => row.Name).HasColumnName("name");
            deployment.Property(row => row.Description).HasColumnName("description");
        });
        modelBuilder.Entity<NonceRow>(nonce =>
        {
            nonce.ToTable("nonces").HasKey(row => row.Nonce);
            nonce.Property(row => row.Nonce).HasColumnName("nonce").HasMaxLength(LtiLimits.MaxIdentifierLength);
            nonce.Property(row => row.ExpiresAt).HasColumnName("expires_at");
            nonce.Property(row => row.UsedAt).HasColumnName("used_at");
            nonce.Property(row => row.State).HasColumnName("state");
            nonce.Property(row => row.Login).HasColumnName("login").HasColumnType("jsonb");
        });
        modelBuilder.Entity<SessionRow>(session =>
        {
            session.ToTable("sessions");
            session.Property(row => row.Id).HasColumnName("id");
            session.Property(row => row.Data).HasColumnName("data").HasColumnType("jsonb");
            session.Property(row => row.ExpiresAt).HasColumnName("expires_at");
        });
    }
}
