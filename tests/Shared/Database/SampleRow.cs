using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Portal.Tests.Shared.Database;

/// <summary>
/// Makes a row of any entity from the model alone, so that a test can hold every table to a rule, also one that is added tomorrow.
/// Required references point at what <paramref name="principal"/> gives.
/// </summary>
/// <param name="first">Values count from here, so that rows of two samples do not collide.</param>
internal sealed class SampleRow(Func<IEntityType, object> principal, int first = 0)
{
    private int _count = first;

    /// <param name="set">Properties that must have a certain value.</param>
    public object Make(IEntityType type, Guid organizationId, params (string Property, object? Value)[] set)
    {
        var row = RuntimeHelpers.GetUninitializedObject(type.ClrType);
        _count++;
        foreach (var property in type.GetProperties())
        {
            Set(row, property, property.Name == "OrganizationId" ? organizationId : Value(property));
        }

        foreach (var key in type.GetForeignKeys().Where(k => k.IsRequired))
        {
            var target = principal(key.PrincipalEntityType);
            foreach (var (mine, theirs) in key.Properties.Zip(key.PrincipalKey.Properties))
            {
                if (mine.Name != "OrganizationId")
                {
                    Set(row, mine, Get(target, theirs));
                }
            }
        }

        foreach (var (name, value) in set)
        {
            Set(row, type.FindProperty(name)!, value);
        }

        return row;
    }

    public static object? Get(object row, IReadOnlyProperty property) => property.FieldInfo!.GetValue(row);

    public static void Set(object row, IReadOnlyProperty property, object? value) => property.FieldInfo!.SetValue(row, value);

    private object? Value(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return type switch
        {
            _ when property.IsNullable => null,
            _ when type == typeof(Guid) => Guid.CreateVersion7(),
            _ when type == typeof(string) => $"{property.Name[0]}{_count}",
            _ when type == typeof(byte[]) => Enumerable.Repeat((byte)_count, 32).Select((b, i) => i == 0 ? (byte)(_count >> 8) : b).ToArray(),
            _ when type == typeof(DateTimeOffset) => TestDatabase.Start.AddMinutes(_count),
            _ when type == typeof(DateOnly) => DateOnly.FromDateTime(TestDatabase.Start.UtcDateTime),
            _ when type == typeof(TimeSpan) => TimeSpan.FromHours(1),
            _ when type == typeof(bool) => false,
            _ when type == typeof(int) => _count,
            _ when type == typeof(long) => (long)_count,
            _ when type.IsEnum => Enum.GetValues(type).GetValue(0),
            _ => throw new NotSupportedException($"{property.DeclaringType.DisplayName()}.{property.Name}: no sample for {type.Name}."),
        };
    }

    /// <summary>Every entity of the model, principals before those that refer to them.</summary>
    public static IReadOnlyList<IEntityType> InOrder(IModel model)
    {
        var ordered = new List<IEntityType>();
        foreach (var type in model.GetEntityTypes())
        {
            Visit(type);
        }

        return ordered;

        void Visit(IEntityType type)
        {
            if (ordered.Contains(type))
            {
                return;
            }

            foreach (var key in type.GetForeignKeys().Where(k => k.PrincipalEntityType != type))
            {
                Visit(key.PrincipalEntityType);
            }

            ordered.Add(type);
        }
    }
}
