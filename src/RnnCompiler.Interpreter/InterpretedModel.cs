using System.Numerics;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Networks;

namespace RnnCompiler;

/// <summary>
/// Factory of interpreted models: the same networks as generated ones, run one operation at a time. In float they are the baseline of benchmarks: what an
/// engineer would write without a compiler. In double they are the oracle of tests.
/// </summary>
public static class InterpretedModel
{
    /// <summary>Creates the interpreted counterpart of a model, with the parameters of <c>TModel.Create(seed)</c>.</summary>
    /// <typeparam name="TModel">The compiled model.</typeparam>
    /// <param name="seed">The seed of the initial parameters.</param>
    public static InterpretedModel<float> Create<TModel>(ulong seed)
        where TModel : IRecurrentModel<TModel> => CopyOf(TModel.Create(seed));

    /// <summary>As <see cref="Create"/>, in double precision; the parameters are the same floats.</summary>
    /// <typeparam name="TModel">The compiled model.</typeparam>
    /// <param name="seed">The seed of the initial parameters.</param>
    public static InterpretedModel<double> CreateDouble<TModel>(ulong seed)
        where TModel : IRecurrentModel<TModel> => CopyOfDouble(TModel.Create(seed));

    /// <summary>Creates the interpreted counterpart of a model, with a copy of its current parameters.</summary>
    /// <typeparam name="TModel">The compiled model.</typeparam>
    /// <param name="model">The model.</param>
    public static InterpretedModel<float> CopyOf<TModel>(TModel model)
        where TModel : IRecurrentModel<TModel> => Copy<TModel, float>(model);

    /// <summary>As <see cref="CopyOf"/>, in double precision.</summary>
    /// <typeparam name="TModel">The compiled model.</typeparam>
    /// <param name="model">The model.</param>
    public static InterpretedModel<double> CopyOfDouble<TModel>(TModel model)
        where TModel : IRecurrentModel<TModel> => Copy<TModel, double>(model);

    /// <summary>Creates the interpreted counterpart of a model from a safetensors file, as <c>TModel.Load</c>.</summary>
    /// <typeparam name="TModel">The compiled model.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="options">The mapping from names in the file to names of the model; null if they are the same.</param>
    /// <exception cref="WeightFileException">The file is malformed or does not fit the model.</exception>
    public static InterpretedModel<float> Load<TModel>(string path, LoadOptions? options = null)
        where TModel : IRecurrentModel<TModel> => Load<TModel, float>(path, options);

    /// <summary>As <see cref="Load{TModel}(string, LoadOptions?)"/>, in double precision; F64 is read as it is.</summary>
    /// <typeparam name="TModel">The compiled model.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="options">The mapping from names in the file to names of the model; null if they are the same.</param>
    /// <exception cref="WeightFileException">The file is malformed or does not fit the model.</exception>
    public static InterpretedModel<double> LoadDouble<TModel>(string path, LoadOptions? options = null)
        where TModel : IRecurrentModel<TModel> => Load<TModel, double>(path, options);

    /// <summary>Creates a model from a declaration. The same seed gives the same parameters as <c>Create</c> of the generated model.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="seed">The seed of the initial parameters.</param>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    public static InterpretedModel<float> FromDeclaration(ModelDeclaration declaration, ulong seed) => Draw<float>(declaration, seed);

    /// <summary>As <see cref="FromDeclaration(ModelDeclaration, ulong)"/>, in double precision; the parameters are the same floats.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="seed">The seed of the initial parameters.</param>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    public static InterpretedModel<double> FromDeclarationDouble(ModelDeclaration declaration, ulong seed) => Draw<double>(declaration, seed);

    /// <summary>Creates a model from a declaration that a <see cref="NetworkBuilder"/> recorded or a compiled model has.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="seed">The seed of the initial parameters.</param>
    /// <exception cref="DeclarationFormatException">The declaration has lines that this version does not interpret.</exception>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    public static InterpretedModel<float> FromNetwork(NetworkDeclaration declaration, ulong seed) => Draw<float>(Parse(declaration), seed);

    /// <summary>As <see cref="FromNetwork(NetworkDeclaration, ulong)"/>, in double precision; the parameters are the same floats.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="seed">The seed of the initial parameters.</param>
    /// <exception cref="DeclarationFormatException">The declaration has lines that this version does not interpret.</exception>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    public static InterpretedModel<double> FromNetworkDouble(NetworkDeclaration declaration, ulong seed) => Draw<double>(Parse(declaration), seed);

    private static ModelDeclaration Parse(NetworkDeclaration declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        return DeclarationText.Parse(declaration.Text);
    }

    private static InterpretedModel<T> Load<TModel, T>(string path, LoadOptions? options)
        where TModel : IRecurrentModel<TModel>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        InterpretedModel<T> model = new(DeclarationText.Parse(TModel.Declaration));
        model.LoadParameters(path, options);
        return model;
    }

    private static InterpretedModel<T> Draw<T>(ModelDeclaration declaration, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        InterpretedModel<T> model = new(declaration);
        model.Values.Draw(seed);
        return model;
    }

    private static InterpretedModel<T> Copy<TModel, T>(TModel source)
        where TModel : IRecurrentModel<TModel>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(source);
        InterpretedModel<T> model = new(DeclarationText.Parse(TModel.Declaration));
        foreach (ModelParameter parameter in model.Parameters)
        {
            float[] values = new float[parameter.Length];
            source.ReadParameter(parameter.Name, values);
            model.WriteParameter(parameter.Name, Array.ConvertAll(values, T.CreateChecked));
        }

        return model;
    }
}
