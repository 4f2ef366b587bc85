using Microsoft.EntityFrameworkCore;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>Several reads over one opening of the connection. It says nothing to the database; filters stand as everywhere.</summary>
internal static class OneOpening
{
    /// <summary>Until the context is disposed.</summary>
    public static Task KeepAsync(PortalDbContext db, CancellationToken cancellationToken) => db.Database.OpenConnectionAsync(cancellationToken);
}
