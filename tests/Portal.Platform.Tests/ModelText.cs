using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Portal.Platform.Tests;

/// <summary>A model in words: its tables, keys, references and indexes, and what else was said of a column. Built anew each time, so that no cache answers.</summary>
internal static class ModelText
{
    public static IEnumerable<string> Of(Action<ModelBuilder> configure)
    {
        var model = new ModelBuilder(Microsoft.EntityFrameworkCore.Metadata.Conventions.SqliteConventionSetBuilder.Build());
        configure(model);
        return model.FinalizeModel().GetEntityTypes().SelectMany(Of).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Of(IEntityType entity)
    {
        var table = entity.GetTableName();
        return
        [
            $"{table} key {Names(entity.FindPrimaryKey()!.Properties)}",
            .. entity.GetForeignKeys().Select(f => $"{table} {Names(f.Properties)} of {f.PrincipalEntityType.GetTableName()}{(f.IsUnique ? ", one each" : "")}, {f.DeleteBehavior}"),
            .. entity.GetIndexes().Select(i => $"{table} {(i.IsUnique ? "unique" : "index")} {Names(i.Properties)}"),
            .. entity.GetProperties().Select(p => (p.Name, Facts: string.Join(", ", Facts(p)))).Where(p => p.Facts.Length > 0).Select(p => $"{table}.{p.Name} {p.Facts}"),
        ];
    }

    private static IEnumerable<string> Facts(IProperty column)
    {
        if (column.GetMaxLength() is { } most)
        {
            yield return column.IsFixedLength() == true ? $"exactly {most}" : $"at most {most}";
        }

        if (column.IsConcurrencyToken)
        {
            yield return "checked";
        }

        if (column.ValueGenerated != ValueGenerated.Never)
        {
            yield return "generated";
        }
    }

    private static string Names(IEnumerable<IProperty> columns) => string.Join(", ", columns.Select(c => c.Name));
}
