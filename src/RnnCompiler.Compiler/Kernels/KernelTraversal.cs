namespace RnnCompiler.Compiler.Kernels;

/// <summary>
/// Traversals of statements and vector expressions. Analyses and rewrites use them, so that each kind of statement defines its children once, in its
/// type.
/// </summary>
public static class KernelTraversal
{
    /// <summary>Returns all statements in pre-order: each one before those in its body.</summary>
    public static IEnumerable<Statement> Descendants(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            yield return statement;
            if (statement is not CompoundStatement compound)
                continue;
            foreach (Statement nested in Descendants(compound.Body))
                yield return nested;
        }
    }

    /// <summary>Visits the operands of statements, including nested ones, in order.</summary>
    public static void VisitOperands(IEnumerable<Statement> statements, IOperandVisitor visitor)
    {
        foreach (Statement statement in statements)
            VisitOperands(statement, visitor);
    }

    /// <summary>Visits the operands of a statement, including nested ones, in order.</summary>
    public static void VisitOperands(Statement statement, IOperandVisitor visitor)
    {
        statement.VisitOperands(visitor);
        if (statement is CompoundStatement compound)
            VisitOperands(compound.Body, visitor);
    }

    /// <summary>Returns the sum of a number over all statements, including nested ones.</summary>
    public static int Sum(IEnumerable<Statement> statements, Func<Statement, int> own)
    {
        int sum = 0;
        foreach (Statement statement in statements)
            sum += own(statement) + (statement is CompoundStatement compound ? Sum(compound.Body, own) : 0);
        return sum;
    }

    /// <summary>Returns the sum of a number over all expressions and their children.</summary>
    public static int Sum(IReadOnlyList<VectorExpression> expressions, Func<VectorExpression, int> own)
    {
        int sum = 0;
        for (int i = 0; i < expressions.Count; i++)
            sum += own(expressions[i]) + Sum(expressions[i].Children, own);
        return sum;
    }

    /// <summary>Returns the statement with its body rewritten; a statement without a body is returned unchanged.</summary>
    public static Statement WithBody(this Statement statement, Func<IReadOnlyList<Statement>, IReadOnlyList<Statement>> rewrite) =>
        statement is CompoundStatement compound ? compound with { Body = rewrite(compound.Body) } : statement;

    /// <summary>Replaces each statement in post-order: those in its body first.</summary>
    public static IReadOnlyList<Statement> Rewrite(IReadOnlyList<Statement> statements, Func<Statement, Statement> rewrite)
    {
        Func<IReadOnlyList<Statement>, IReadOnlyList<Statement>> inBody = body => Rewrite(body, rewrite);
        Statement[] rewritten = new Statement[statements.Count];
        for (int i = 0; i < rewritten.Length; i++)
            rewritten[i] = rewrite(statements[i].WithBody(inBody));
        return rewritten;
    }

    /// <summary>Replaces each statement by any number of statements, in post-order: those in its body first.</summary>
    public static IReadOnlyList<Statement> Rewrite(IReadOnlyList<Statement> statements, Func<Statement, IReadOnlyList<Statement>> rewrite)
    {
        Func<IReadOnlyList<Statement>, IReadOnlyList<Statement>> inBody = body => Rewrite(body, rewrite);
        return [.. statements.SelectMany(s => rewrite(s.WithBody(inBody)))];
    }
}
