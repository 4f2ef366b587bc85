using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Platform.Secrets;

namespace Portal.Platform.Tests.Secrets;

/// <summary>Which of several data keys seals and opens, and a data key that gets another wrap.</summary>
public sealed class DataKeysTests(RingFixture ring) : IDisposable
{
    private static readonly SealContext Context = new(RingFixture.Organization, Guid.Parse("ffeeddcc-bbaa-9988-7766-554433221100"), SealPurposes.Credential, 1);
    private readonly SealingBench _bench = new(ring);

    /// <summary>The newest that is active, and the organization's own: not a newer one that only opens, nor a newer one of somebody else.</summary>
    [Fact]
    public async Task HoldActiveAsync_AmongSeveral_IsTheOrganizationsNewestActiveKey_SavedOrNot()
    {
        await using var db = _bench.Database.Open();
        var rows = await AddAsync(db, (RingFixture.Other, 9, DataKeyState.Active), (RingFixture.Organization, 1, DataKeyState.Active),
            (RingFixture.Organization, 2, DataKeyState.Active), (RingFixture.Organization, 3, DataKeyState.DecryptOnly));
        var wanted = rows[2].Id;

        Assert.Equal(wanted, await ActiveAsync(db));
        await db.SaveChangesAsync();
        await using var later = _bench.Database.Open();
        Assert.Equal(wanted, await ActiveAsync(later));
    }

    [Fact]
    public async Task HoldAsync_AmongSeveral_IsTheOneOfThatIdAndOrganization_SavedOrNot()
    {
        await using var db = _bench.Database.Open();
        var rows = await AddAsync(db, (RingFixture.Other, 1, DataKeyState.Active), (RingFixture.Organization, 1, DataKeyState.DecryptOnly), (RingFixture.Organization, 2, DataKeyState.Active));
        foreach (var row in rows)
        {
            Assert.Equal(row.Id, await HeldAsync(db, row));
        }

        Assert.Equal(SecretFault.UnknownDataKey, await FaultAsync(() => _bench.DataKeys.HoldAsync(db, RingFixture.Organization, rows[0].Id, CancellationToken.None)));
        await db.SaveChangesAsync();
        await using var later = _bench.Database.Open();
        foreach (var row in rows)
        {
            Assert.Equal(row.Id, await HeldAsync(later, row));
        }
    }

    [Fact]
    public async Task RewrapAsync_ByAnotherKey_KeepsTheDataKeyAndWhatItSealed()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        var blob = await _bench.SealAsync(Context, [1, 2, 3]);
        var kid = await ring.Ring.CurrentKidAsync(RingFixture.Other, CancellationToken.None);
        await using (var db = _bench.Database.Open())
        {
            var row = await db.Set<DataKey>().SingleAsync();
            var again = await _bench.DataKeys.RewrapAsync(row, kid, CancellationToken.None);
            Assert.Equal((row.OrganizationId, row.Id, row.Version, row.CreatedAt, kid), (again.OrganizationId, again.Id, again.Version, again.CreatedAt, again.Kid));
            Assert.NotEqual(row.WrappedKey, again.WrappedKey);
            Assert.NotEqual(row.BindingTag, again.BindingTag);
            row.Take(again);
            await db.SaveChangesAsync();
        }

        _bench.Sealer.Evict(RingFixture.Organization);
        Assert.Equal([1, 2, 3], await _bench.OpenAsync(Context, blob));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RewrapAsync_DestroyedKey_IsRefusedAlsoIfOnlyHalfOfItSaysSo(bool wrapped)
    {
        await using var db = _bench.Database.Open();
        var row = (await AddAsync(db, (RingFixture.Organization, 1, wrapped ? DataKeyState.Destroyed : DataKeyState.Active)))[0];
        row.WrappedKey = wrapped ? row.WrappedKey : null;
        _bench.Keys.Calls.Clear();
        Assert.Equal(SecretFault.DataKeyDestroyed, await FaultAsync(() => _bench.DataKeys.RewrapAsync(row, row.Kid, CancellationToken.None)));
        Assert.Empty(_bench.Keys.Calls);
    }

    [Fact]
    public async Task RewrapAsync_ByAKeyThatGivesBackSomethingElse_IsRefusedBeforeTheOldWrapGoes()
    {
        await using var db = _bench.Database.Open();
        var row = (await AddAsync(db, (RingFixture.Organization, 1, DataKeyState.Active)))[0];
        var kid = await ring.Ring.CurrentKidAsync(RingFixture.Other, CancellationToken.None);
        _bench.Keys.Exchange = key => key.KeyId == kid ? new ScriptedKey(kid, () => RandomNumberGenerator.GetBytes(32)) : key;
        Assert.Equal(SecretFault.BindingRefused, await FaultAsync(() => _bench.DataKeys.RewrapAsync(row, kid, CancellationToken.None)));
    }

    public void Dispose() => _bench.Dispose();

    private async Task<List<DataKey>> AddAsync(DbContext db, params (Guid Organization, int Version, DataKeyState State)[] keys)
    {
        var rows = new List<DataKey>();
        foreach (var (organization, version, state) in keys)
        {
            var row = await _bench.DataKeys.MakeAsync(organization, version, CancellationToken.None);
            row.State = state;
            rows.Add(row);
        }

        db.AddRange(rows);
        return rows;
    }

    private async Task<Guid> ActiveAsync(DbContext db)
    {
        using var hold = await _bench.DataKeys.HoldActiveAsync(db, RingFixture.Organization, CancellationToken.None);
        return hold.DataKeyId;
    }

    private async Task<Guid> HeldAsync(DbContext db, DataKey row)
    {
        using var hold = await _bench.DataKeys.HoldAsync(db, row.OrganizationId, row.Id, CancellationToken.None);
        return hold.DataKeyId;
    }

    private static async Task<SecretFault> FaultAsync(Func<Task> call) => (await Assert.ThrowsAsync<SecretFaultException>(call)).Fault;
}
