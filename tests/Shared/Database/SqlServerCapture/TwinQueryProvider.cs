using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace Portal.Tests.Shared.Database.SqlServerCapture;

// EF Core's query provider is internal API by convention. It is the one place that sees every query whole, with the values in it.
#pragma warning disable EF1001

/// <summary>Asks the twin first, then the database.</summary>
internal sealed class TwinQueryProvider(IQueryCompiler compiler, ICurrentDbContext current) : EntityQueryProvider(compiler)
{
    private static readonly MethodInfo Ask = typeof(TwinQueryProvider).GetMethod(nameof(AskFor), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo AskMany = typeof(TwinQueryProvider).GetMethod(nameof(AskForMany), BindingFlags.NonPublic | BindingFlags.Static)!;

    public override TResult Execute<TResult>(Expression expression)
    {
        AskTwin(typeof(TResult), expression);
        return base.Execute<TResult>(expression);
    }

    public override TResult ExecuteAsync<TResult>(Expression expression, CancellationToken cancellationToken = default)
    {
        AskTwin(typeof(TResult), expression);
        return base.ExecuteAsync<TResult>(expression, cancellationToken);
    }

    private void AskTwin(Type result, Expression expression)
    {
        var twin = SqlServerTwin.Of(current.Context);
        var provider = twin.GetService<IAsyncQueryProvider>();
        SqlServerTwin.Run(() =>
        {
            var rooted = new TwinRoots(twin, provider).Visit(expression);
            var kind = result.IsGenericType ? result.GetGenericTypeDefinition() : null;
            if (kind == typeof(IAsyncEnumerable<>) || kind == typeof(IEnumerable<>))
            {
                Invoke(AskMany, result.GetGenericArguments()[0], provider, rooted);
            }
            else
            {
                Invoke(Ask, kind == typeof(Task<>) ? result.GetGenericArguments()[0] : result, provider, rooted);
            }
        });
    }

    private static void Invoke(MethodInfo method, Type type, IAsyncQueryProvider provider, Expression expression) =>
        method.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, [provider, expression], culture: null);

    private static void AskFor<T>(IAsyncQueryProvider provider, Expression expression) => provider.Execute<T>(expression);

    private static void AskForMany<T>(IAsyncQueryProvider provider, Expression expression)
    {
        foreach (var _ in provider.Execute<IEnumerable<T>>(expression))
        {
        }
    }
}
