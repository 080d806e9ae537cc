using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Continuo.Mutation;

/// <summary>Finds every place of a file that a mutant can be planted in.</summary>
internal sealed class MutantFinder(string file, SemanticModel model) : CSharpSyntaxWalker
{
    private static readonly Dictionary<SyntaxKind, (SyntaxKind Kind, SyntaxKind Token, MutationOperator Operator)> Binary = new()
    {
        [SyntaxKind.LessThanExpression] = (SyntaxKind.LessThanOrEqualExpression, SyntaxKind.LessThanEqualsToken, MutationOperator.Boundary),
        [SyntaxKind.LessThanOrEqualExpression] = (SyntaxKind.LessThanExpression, SyntaxKind.LessThanToken, MutationOperator.Boundary),
        [SyntaxKind.GreaterThanExpression] = (SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.GreaterThanEqualsToken, MutationOperator.Boundary),
        [SyntaxKind.GreaterThanOrEqualExpression] = (SyntaxKind.GreaterThanExpression, SyntaxKind.GreaterThanToken, MutationOperator.Boundary),
        [SyntaxKind.EqualsExpression] = (SyntaxKind.NotEqualsExpression, SyntaxKind.ExclamationEqualsToken, MutationOperator.Negation),
        [SyntaxKind.NotEqualsExpression] = (SyntaxKind.EqualsExpression, SyntaxKind.EqualsEqualsToken, MutationOperator.Negation),
        [SyntaxKind.AddExpression] = (SyntaxKind.SubtractExpression, SyntaxKind.MinusToken, MutationOperator.Arithmetic),
        [SyntaxKind.SubtractExpression] = (SyntaxKind.AddExpression, SyntaxKind.PlusToken, MutationOperator.Arithmetic),
        [SyntaxKind.MultiplyExpression] = (SyntaxKind.DivideExpression, SyntaxKind.SlashToken, MutationOperator.Arithmetic),
        [SyntaxKind.DivideExpression] = (SyntaxKind.MultiplyExpression, SyntaxKind.AsteriskToken, MutationOperator.Arithmetic),
        [SyntaxKind.ModuloExpression] = (SyntaxKind.DivideExpression, SyntaxKind.SlashToken, MutationOperator.Arithmetic),
        [SyntaxKind.LeftShiftExpression] = (SyntaxKind.RightShiftExpression, SyntaxKind.GreaterThanGreaterThanToken, MutationOperator.Arithmetic),
        [SyntaxKind.RightShiftExpression] = (SyntaxKind.LeftShiftExpression, SyntaxKind.LessThanLessThanToken, MutationOperator.Arithmetic),
        [SyntaxKind.LogicalAndExpression] = (SyntaxKind.LogicalOrExpression, SyntaxKind.BarBarToken, MutationOperator.Logic),
        [SyntaxKind.LogicalOrExpression] = (SyntaxKind.LogicalAndExpression, SyntaxKind.AmpersandAmpersandToken, MutationOperator.Logic),
    };

    /// <summary>What was found.</summary>
    public List<Mutant> Mutants { get; } = [];

    public override void Visit(SyntaxNode? node)
    {
        // A mutant is chosen when the program runs; a constant is known before.
        if (node is AttributeListSyntax or EnumMemberDeclarationSyntax or PatternSyntax or CaseSwitchLabelSyntax) return;
        if (node is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword)) return;
        if (node is LocalDeclarationStatementSyntax { IsConst: true } or EqualsValueClauseSyntax { Parent: ParameterSyntax }) return;
        base.Visit(node);
    }

    public override void VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        base.VisitBinaryExpression(node);
        if (!Binary.TryGetValue(node.Kind(), out var other) || Declares(node) || !IsNumber(node, other.Operator)) return;
        var text = Token(other.Token).Text;
        Add(node, other.Operator, $"{One(node.Left)} {text} {One(node.Right)}", (visited, active) =>
        {
            var binary = (BinaryExpressionSyntax)visited;
            var changed = BinaryExpression(other.Kind, binary.Left, Token(TriviaList(Space), other.Token, TriviaList(Space)), binary.Right);
            return Choose(active, changed, binary);
        });
    }

    public override void VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        base.VisitPrefixUnaryExpression(node);
        if (node.IsKind(SyntaxKind.LogicalNotExpression)) Negate(node);
    }

    public override void VisitIfStatement(IfStatementSyntax node)
    {
        base.VisitIfStatement(node);
        if (node.Condition is not (BinaryExpressionSyntax or PrefixUnaryExpressionSyntax)) Negate(node.Condition);
    }

    public override void VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        base.VisitConditionalExpression(node);
        if (node.Condition is not (BinaryExpressionSyntax or PrefixUnaryExpressionSyntax)) Negate(node.Condition);
    }

    public override void VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        base.VisitExpressionStatement(node);
        var expression = node.Expression is AwaitExpressionSyntax awaited ? awaited.Expression : node.Expression;
        if (expression is not (
            InvocationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax or ConditionalAccessExpressionSyntax))
        {
            return;
        }
        var text = One(node);
        // What only guards against our own mistakes may be left out.
        if (text.StartsWith("ArgumentNullException.", StringComparison.Ordinal) || text.StartsWith("Debug.", StringComparison.Ordinal)
            || text.StartsWith("GC.", StringComparison.Ordinal))
        {
            return;
        }

        Add(node, MutationOperator.RemoveStatement, "",
            (visited, active) => Braced(IfStatement(ParseExpression($"!{active}"), ((StatementSyntax)visited).WithoutTrivia()), visited));
        if (expression is AssignmentExpressionSyntax assignment && (assignment.IsKind(SyntaxKind.AddAssignmentExpression)
            || assignment.IsKind(SyntaxKind.SubtractAssignmentExpression))
            && IsNumber(assignment.Left, MutationOperator.Arithmetic))
        {
            var isSum = assignment.IsKind(SyntaxKind.AddAssignmentExpression);
            Add(node, MutationOperator.Arithmetic, $"{One(assignment.Left)} {(isSum ? "-=" : "+=")} {One(assignment.Right)};", (visited, active) =>
            {
                var original = ((StatementSyntax)visited).WithoutTrivia();
                if (original is not ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax planted }) return visited;
                var changed = AssignmentExpression(isSum ? SyntaxKind.SubtractAssignmentExpression : SyntaxKind.AddAssignmentExpression,
                    planted.Left, planted.Right);
                return Braced(IfStatement(ParseExpression(active), ExpressionStatement(changed), ElseClause(original)), visited);
            });
        }
    }

    public override void VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        base.VisitLiteralExpression(node);
        if (node.IsKind(SyntaxKind.TrueLiteralExpression) || node.IsKind(SyntaxKind.FalseLiteralExpression))
        {
            // "while (true)" without its end does not compile.
            if (node.Parent is WhileStatementSyntax or ForStatementSyntax) return;
            var opposite = node.IsKind(SyntaxKind.TrueLiteralExpression) ? "false" : "true";
            Add(node, MutationOperator.Boolean, opposite, (visited, active) => Choose(active, ParseExpression(opposite), (ExpressionSyntax)visited));
        }
        else if (node.IsKind(SyntaxKind.NumericLiteralExpression))
        {
            var more = node.Token.Value switch
            {
                int i => (i + 1L).ToString(CultureInfo.InvariantCulture),
                long l => (l + 1).ToString(CultureInfo.InvariantCulture) + "L",
                float f => (f + 1).ToString("R", CultureInfo.InvariantCulture) + "f",
                double d => (d + 1).ToString("R", CultureInfo.InvariantCulture) + "d",
                _ => null,
            };
            if (more is not null)
            {
                Add(node, MutationOperator.Constant, more,
                    (visited, active) => Choose(active, ParseExpression(more), (ExpressionSyntax)visited));
            }
        }
    }

    public override void VisitReturnStatement(ReturnStatementSyntax node)
    {
        base.VisitReturnStatement(node);
        if (node.Expression is { } expression) ReturnDefault(expression);
    }

    public override void VisitArrowExpressionClause(ArrowExpressionClauseSyntax node)
    {
        base.VisitArrowExpressionClause(node);
        if (model.GetTypeInfo(node.Expression).Type is { SpecialType: not SpecialType.System_Void }) ReturnDefault(node.Expression);
    }

    private void ReturnDefault(ExpressionSyntax node)
    {
        if (node is ThrowExpressionSyntax or RefExpressionSyntax or DefaultExpressionSyntax or AssignmentExpressionSyntax || Declares(node)) return;
        if (model.GetConstantValue(node) is { HasValue: true } constant && IsDefault(constant.Value)) return;
        if (One(node) is "default" or "[]") return;
        Add(node, MutationOperator.ReturnDefault, "default", (visited, active) => Choose(active, ParseExpression("default!"), (ExpressionSyntax)visited));
    }

    private void Negate(ExpressionSyntax node)
    {
        if (Declares(node) || model.GetConstantValue(node).HasValue) return;
        Add(node, MutationOperator.Negation, $"!({One(node)})", (visited, active) =>
            ParenthesizedExpression(
                BinaryExpression(SyntaxKind.ExclusiveOrExpression, ParseExpression(active),
                    ParenthesizedExpression(((ExpressionSyntax)visited).WithoutTrivia()))).WithTriviaFrom(visited));
    }

    private void Add(SyntaxNode node, MutationOperator kind, string replacement, Func<SyntaxNode, string, SyntaxNode> apply) =>
        Mutants.Add(new Mutant(file, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, node.Span, node.Kind(), kind, One(node), replacement, apply));

    private bool IsNumber(SyntaxNode node, MutationOperator kind) =>
        kind != MutationOperator.Arithmetic
            || model.GetTypeInfo(node).Type is { SpecialType: not SpecialType.System_String, TypeKind: not TypeKind.Delegate };

    // An enum's constant is the number behind it, of any size.
    private static bool IsDefault(object? value) =>
        value is null or false
            || (value is IConvertible and not (string or bool or char) && Convert.ToDouble(value, CultureInfo.InvariantCulture) == 0);

    // In braces, or an else that follows would belong to the new if.
    private static BlockSyntax Braced(StatementSyntax statement, SyntaxNode original) => Block(statement).WithTriviaFrom(original);

    private static bool Declares(SyntaxNode node) =>
        node.DescendantNodesAndSelf()
            .Any(n => n is DeclarationExpressionSyntax or SingleVariableDesignationSyntax or StackAllocArrayCreationExpressionSyntax);

    private static ParenthesizedExpressionSyntax Choose(string active, ExpressionSyntax changed, ExpressionSyntax original) =>
        ParenthesizedExpression(
            ConditionalExpression(ParseExpression(active), ParenthesizedExpression(changed.WithoutTrivia()),
                ParenthesizedExpression(original.WithoutTrivia()))).WithTriviaFrom(original);

    private static string One(SyntaxNode node) => string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
