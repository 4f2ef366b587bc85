using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Portal.Tests.Shared.Database.SqlServerCapture;

/// <summary>Makes a query start from the twin's tables, also where a part of it came in through a variable.</summary>
internal sealed class TwinRoots(DbContext twin, IAsyncQueryProvider provider) : ExpressionVisitor
{
    protected override Expression VisitExtension(Expression node) => node switch
    {
        EntityQueryRootExpression root when root.GetType() == typeof(EntityQueryRootExpression) => new EntityQueryRootExpression(
            provider,
            twin.Model.FindEntityType(root.EntityType.Name) ?? throw new InvalidOperationException($"The twin does not map {root.EntityType.Name}.")),
        QueryRootExpression other => throw new NotSupportedException($"{other.GetType().Name}: raw SQL is written per engine; capture it by hand."),
        _ => base.VisitExtension(node),
    };

    protected override Expression VisitMember(MemberExpression node) =>
        IsQueryable(node) && !Parameters.In(node) ? Inlined(node) : base.VisitMember(node);

    protected override Expression VisitMethodCall(MethodCallExpression node) =>
        node.Method.Name == nameof(DbContext.Set) && IsQueryable(node) && !Parameters.In(node) ? Inlined(node) : base.VisitMethodCall(node);

    protected override Expression VisitConstant(ConstantExpression node) =>
        node.Value is IQueryable queryable && queryable.Expression != node ? Visit(queryable.Expression) : base.VisitConstant(node);

    private static bool IsQueryable(Expression node) => typeof(IQueryable).IsAssignableFrom(node.Type);

    private Expression Inlined(Expression node) =>
        Visit(((IQueryable)Expression.Lambda<Func<object>>(Expression.Convert(node, typeof(object))).Compile(preferInterpretation: true)()).Expression);

    private sealed class Parameters : ExpressionVisitor
    {
        private bool _found;

        public static bool In(Expression node)
        {
            var search = new Parameters();
            search.Visit(node);
            return search._found;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _found = true;
            return node;
        }
    }
}
