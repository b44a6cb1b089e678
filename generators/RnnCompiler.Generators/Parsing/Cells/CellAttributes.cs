using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads [Shape] and [Initialize].</summary>
internal sealed class CellAttributes(CellPlaces places, CancellationToken cancellationToken)
{
    private static readonly string s_expectedSize = FormattableString.Invariant(
        $"a size should be Dimension.Input, Dimension.Hidden, a whole number from 1 to {DeclarationLimits.Size}, or a name of letters, digits and underscores");

    /// <summary>Returns the sizes that an attribute states, or null if there is no attribute.</summary>
    public IReadOnlyList<CellDimension>? Shape(IEnumerable<AttributeData> attributes, int rank)
    {
        if (attributes.FirstOrDefault(CellTypes.Is<ShapeAttribute>) is not { } attribute)
            return null;
        if (attribute.AttributeConstructor is null || attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Array, IsNull: false, Values: var values }])
        {
            places.IsUnreadable = true;
            return null;
        }

        if (values.Length != rank || rank == 0)
        {
            string expected = rank switch
            {
                0 => "a Scalar has no size, so [Shape] should be left out",
                1 => "a Vector has one size",
                _ => "a Matrix has two sizes, rows and columns",
            };
            places.Add(CellProblemKind.ShapeWrong, Place(attribute, null), expected, values.Length.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        List<CellDimension> sizes = [];
        for (int i = 0; i < values.Length; i++)
        {
            if (Size(values[i]) is { } size)
                sizes.Add(size);
            else if (values[i].Kind == TypedConstantKind.Error)
                places.IsUnreadable = true;
            else
                places.Add(CellProblemKind.ShapeWrong, Place(attribute, i), s_expectedSize, values[i].ToCSharpString());
        }

        return sizes.Count == rank ? sizes : null;
    }

    /// <summary>Returns the size of the output, as stated at its parameter or at the return value.</summary>
    public IReadOnlyList<CellDimension>? OutputShape(IMethodSymbol step, IReadOnlyList<CellDimension>? ofParameter)
    {
        if (Shape(step.GetReturnTypeAttributes(), 1) is not { } ofReturn)
            return ofParameter;
        if (ofParameter is not null && ofParameter[0] != ofReturn[0])
        {
            AttributeData attribute = step.GetReturnTypeAttributes().First(CellTypes.Is<ShapeAttribute>);
            places.Add(CellProblemKind.ShapeWrong, Place(attribute, null), $"the output is the first state, whose parameter has {ofParameter[0]} elements", ofReturn[0].ToString());
        }

        return ofReturn;
    }

    /// <summary>Returns the initialisation of a weight, or null if no attribute states it.</summary>
    public CellStart? Start(IParameterSymbol parameter, CellRole role, int rank)
    {
        if (parameter.GetAttributes().FirstOrDefault(CellTypes.Is<InitializeAttribute>) is not { } attribute)
            return null;
        if (attribute.AttributeConstructor is null || attribute.ConstructorArguments.Any(static a => a.Kind == TypedConstantKind.Error))
        {
            places.IsUnreadable = true;
            return null;
        }

        object?[] arguments = [.. attribute.ConstructorArguments.Select(static a => a.Value)];
        CellStart? start = arguments switch
        {
            [double constant] => new CellStart(Initializer.Constant, constant),
            [int initializer, double scale] => new CellStart((Initializer)initializer, scale),
            _ => null,
        };
        if (start is null)
        {
            places.IsUnreadable = true;
            return null;
        }

        if (role != CellRole.Weight)
        {
            places.Add(CellProblemKind.InitializeWrong, Place(attribute, null), "weights alone are initialized; states start at 0", $"'{parameter.Name}'");
        }
        else if (!Enum.IsDefined(typeof(Initializer), start.Initializer))
        {
            places.Add(CellProblemKind.InitializeWrong, Place(attribute, 0), "the initializer should be a member of Initializer", ((int)start.Initializer)
                .ToString(CultureInfo.InvariantCulture));
        }
        else if (!CellRules.Fits(start.Initializer, rank))
        {
            places.Add(CellProblemKind.InitializeWrong, Place(attribute, 0), $"{start.Initializer} is for matrices", $"a {(rank == 0 ? "Scalar" : "Vector")}");
        }
        else if (!CellRules.IsScale(start.Initializer, start.Scale))
        {
            places.Add(CellProblemKind.InitializeWrong, Place(attribute, arguments.Length - 1), "the scale should be finite, and not negative for a distribution",
                start.Scale.ToString(CultureInfo.InvariantCulture));
        }

        return start;
    }

    private static CellDimension? Size(TypedConstant value) => value switch
    {
        { Kind: TypedConstantKind.Enum, Type.Name: nameof(Dimension), Value: (int)Dimension.Input } => CellDimension.Input,
        { Kind: TypedConstantKind.Enum, Type.Name: nameof(Dimension), Value: (int)Dimension.Hidden } => CellDimension.Hidden,
        { Kind: TypedConstantKind.Primitive, Value: int size } when size >= 1 && size <= DeclarationLimits.Size => CellDimension.Fixed(size),
        { Kind: TypedConstantKind.Primitive, Value: string { Length: > 0 } name } when !char.IsDigit(name[0]) && name.All(static c => c == '_' || char.IsLetterOrDigit(c)) =>
            CellDimension.Named(name),
        _ => null,
    };

    private CellPlace Place(AttributeData attribute, int? argument)
    {
        SyntaxNode? syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken);
        if (argument is { } index && syntax is AttributeSyntax { ArgumentList.Arguments: var arguments } && index < arguments.Count)
            return places.Of(arguments[index].Expression);
        return syntax is null ? places.Of(Location.None, "") : places.Of(syntax);
    }
}
