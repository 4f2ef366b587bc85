using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Data;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Trail.Checkpoints;

public sealed class CheckpointAnchorsTests : IDisposable
{
    private readonly string _anchors = Directory.CreateTempSubdirectory("portal-anchors-").FullName;

    [Fact]
    public async Task SignCheckpoint_OldBackupRestored_IsCaughtByTheAnchorOutside()
    {
        await using var world = await AnchoredAsync();
        await SignCheckpointTests.WriteAsync(world, 3);
        await SignCheckpointTests.SignAsync(world);
        var backup = await SignCheckpointTests.CopyAsync(world);
        await SignCheckpointTests.WriteAsync(world, 4);
        var newest = await SignCheckpointTests.SignAsync(world);
        await SignCheckpointTests.RestoreAsync(world, backup);

        var shorter = await SignCheckpointTests.SignAsync(world);
        Assert.Equal((CheckpointRefusalKind.LogShorter, newest.Checkpoint!.Size), (shorter.Refusal!.Kind, shorter.Refusal.CheckpointSize));

        // Nor does writing on until it is long enough help: the root at that size is another one.
        await SignCheckpointTests.WriteAsync(world, 9);
        var other = await SignCheckpointTests.SignAsync(world);
        Assert.Equal(CheckpointRefusalKind.EarlierRoot, other.Refusal!.Kind);
        Assert.Equal(2, Directory.GetFiles(_anchors, "*.checkpoint", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task SignCheckpoint_AnyFileOutsideThatTheLogDoesNotContinue_IsRefused()
    {
        await using var world = await AnchoredAsync();
        await SignCheckpointTests.WriteAsync(world, 3);
        await SignCheckpointTests.SignAsync(world);
        await SignCheckpointTests.WriteAsync(world, 4);
        await SignCheckpointTests.SignAsync(world);
        var signer = world.Database.Services.GetRequiredService<IAttestationSigner>();
        var (other, _) = await CheckpointSignature.SignAsync(
            signer, new CheckpointBody(CheckpointBody.OriginOf("portal", world.Acme.OrganizationId), 2, new byte[32]), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(_anchors, world.Acme.OrganizationId.ToString("D"), "00000000000000000002.checkpoint"), other.Text);

        var refused = (await SignCheckpointTests.SignAsync(world)).Refusal;

        Assert.Equal((CheckpointRefusalKind.EarlierRoot, 2L), (refused?.Kind, refused?.CheckpointSize));
    }

    [Fact]
    public async Task SignCheckpoint_FolderThatIsNotThere_IsRefusedAndNotMade()
    {
        await using var world = await AnchoredAsync();
        await SignCheckpointTests.WriteAsync(world, 1);
        Directory.Delete(_anchors);

        Assert.Equal(CheckpointRefusalKind.AnchorUnavailable, (await SignCheckpointTests.SignAsync(world)).Refusal?.Kind);
        Assert.False(Directory.Exists(_anchors));
        Directory.CreateDirectory(_anchors);
    }

    [Fact]
    public async Task SignCheckpoint_FolderThatCannotBeUsed_IsRefusedBeforeAnythingIsSigned()
    {
        await using var world = await AnchoredAsync();
        await SignCheckpointTests.WriteAsync(world, 1);
        await File.WriteAllTextAsync(Path.Combine(_anchors, world.Acme.OrganizationId.ToString("D")), "a file where a folder must be");

        Assert.Equal(CheckpointRefusalKind.AnchorUnavailable, (await SignCheckpointTests.SignAsync(world)).Refusal?.Kind);
        Assert.Equal(0, await world.ReadAsync(db => db.Set<AuditCheckpoint>().CountAsync()));
    }

    [Fact]
    public async Task KeepAsync_SmallerThanTheNewestFile_GoesNotBackwards()
    {
        await using var world = await AnchoredAsync();
        var anchors = world.Database.Services.GetRequiredService<CheckpointAnchors>();
        var signer = world.Database.Services.GetRequiredService<IAttestationSigner>();
        var body = new CheckpointBody(CheckpointBody.OriginOf("portal", world.Acme.OrganizationId), 9, new byte[32]);
        var (nine, _) = await CheckpointSignature.SignAsync(signer, body, CancellationToken.None);
        var (eight, _) = await CheckpointSignature.SignAsync(signer, body with { Size = 8 }, CancellationToken.None);

        Assert.True(await anchors.KeepAsync(world.Acme.OrganizationId, nine, CancellationToken.None));
        Assert.False(await anchors.KeepAsync(world.Acme.OrganizationId, eight, CancellationToken.None));
        Assert.Equal((9L, nine.Text), await anchors.NewestAsync(world.Acme.OrganizationId, CancellationToken.None));
    }

    [Fact]
    public async Task ViewAnchors_WhateverBecomesOfTheFolder_SaysSoAndTheStartWarns()
    {
        await using var world = await AnchoredAsync();
        Assert.Equal(AnchorState.Kept, await StateAsync(world));
        await SignCheckpointTests.WriteAsync(world, 1);
        await SignCheckpointTests.SignAsync(world);
        Assert.Equal(AnchorState.Kept, await StateAsync(world));
        Assert.Empty(await WarningsAsync(world, "Production"));
        var file = Assert.Single(Directory.GetFiles(_anchors, "*.checkpoint", SearchOption.AllDirectories));
        File.Move(file, file + ".away");

        Assert.Equal(AnchorState.Empty, await StateAsync(world));
        var warning = Assert.Single(await WarningsAsync(world, "Production"));
        Assert.Contains("AuditLog:AnchorFolder", warning, StringComparison.Ordinal);
        Assert.Contains(world.Acme.Slug, warning, StringComparison.Ordinal);

        // Also when somebody took the rows: the log's entries still tell of them.
        await SignCheckpointTests.TamperAsync(world, "CREATE TABLE Hidden AS SELECT * FROM AuditCheckpoints; DELETE FROM AuditCheckpoints");
        Assert.Equal(AnchorState.Empty, await StateAsync(world));
        await SignCheckpointTests.TamperAsync(world, "INSERT INTO AuditCheckpoints SELECT * FROM Hidden");
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(file)!, "00000000000000000000.checkpoint"), "older");
        Assert.Equal(AnchorState.Behind, await StateAsync(world));
        Directory.Delete(_anchors, recursive: true);
        Assert.Equal(AnchorState.Unreadable, await StateAsync(world));
        Directory.CreateDirectory(_anchors);
    }

    [Theory]
    [InlineData("Production", 1)]
    [InlineData("Development", 0)]
    public async Task AnchorWatch_WithoutAFolder_WarnsAtTheStartOutsideDevelopment(string environment, int warnings)
    {
        await using var world = await SyncWorld.CreateAsync();
        Assert.Equal(AnchorState.NotConfigured, await StateAsync(world));
        Assert.Equal(warnings, (await WarningsAsync(world, environment)).Count);
    }

    public void Dispose() => Directory.Delete(_anchors, recursive: true);

    private Task<SyncWorld> AnchoredAsync() =>
        SyncWorld.CreateAsync(more: services => services.Configure<AuditLogOptions>(o => o.AnchorFolder = _anchors));

    private static async Task<AnchorState> StateAsync(SyncWorld world)
    {
        await using var scope = world.Enter(Role.Auditor);
        return (await scope.Get<ViewAnchors>().ExecuteAsync()).State;
    }

    private static async Task<List<string>> WarningsAsync(SyncWorld world, string environment)
    {
        var log = new Heard();
        var services = world.Database.Services;
        using var watch = new AnchorWatch(
            services.GetRequiredService<CheckpointAnchors>(), services.GetRequiredService<TenantScopes>(), services.GetRequiredService<DirectoryDatabase>(),
            new ScheduleGate(), new HostingEnvironment { EnvironmentName = environment }, log);
        await watch.LookAsync(CancellationToken.None);
        return log.Warnings;
    }

    private sealed class Heard : ILogger<AnchorWatch>
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.Equal(LogLevel.Warning, logLevel);
            Warnings.Add(formatter(state, exception));
        }
    }
}
