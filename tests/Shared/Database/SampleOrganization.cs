using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Retention;
using Portal.Platform.Tenancy;

namespace Portal.Tests.Shared.Database;

/// <summary>One row in every table that an organization owns, each referring to the others.</summary>
internal static class SampleOrganization
{
    public static async Task<IReadOnlyDictionary<IEntityType, object>> FillAsync(TestDatabase database, Tenant tenant)
    {
        await using var db = database.Rows(tenant);
        await using var transaction = await db.Database.BeginTransactionAsync();
        var rows = new Dictionary<IEntityType, object>();
        var sample = new SampleRow(type => rows[type]);
        // A purge record comes through the purge door only.
        foreach (var type in SampleRow.InOrder(db.Model).Where(t => t.ClrType != typeof(EvidencePurge)))
        {
            // A log begins at 0.
            (string, object?)[] set = type.FindProperty("Sequence") is null ? [] : [("Sequence", 0L)];
            rows[type] = sample.Make(type, tenant.OrganizationId, set);
            db.Add(rows[type]);
            await db.SaveChangesAsync();
        }

        await transaction.CommitAsync();
        return rows;
    }
}
