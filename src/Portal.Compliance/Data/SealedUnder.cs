using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Portal.Compliance.Data;

/// <summary>Lets a query ask under which data key a blob is sealed: bytes 3 to 18 of sealed blob v1.</summary>
internal static class SealedUnder
{
    /// <summary>Only in queries.</summary>
    public static byte[] DataKey(byte[] blob) => throw new InvalidOperationException("This is translated to SQL and never called.");

    public static void Configure(ModelBuilder model)
    {
        var whole = new IntTypeMapping("int", DbType.Int32);
        model.HasDbFunction(typeof(SealedUnder).GetMethod(nameof(DataKey))!).HasTranslation(blob => new SqlFunctionExpression(
            "SUBSTRING", [blob[0], new SqlConstantExpression(3, whole), new SqlConstantExpression(16, whole)],
            nullable: true, argumentsPropagateNullability: [true, false, false], typeof(byte[]), blob[0].TypeMapping));
    }
}
