namespace Heed.Kernels;

/// <summary>An activation on all lanes of a register.</summary>
internal interface IActivationFunction
{
    static abstract TRegister Value<TRegister>(TRegister x)
        where TRegister : struct, IRegister<TRegister>;

    /// <summary>f'(x), and f(x) beside it, which shares most of the work.</summary>
    static abstract TRegister Derivative<TRegister>(TRegister x, out TRegister value)
        where TRegister : struct, IRegister<TRegister>;
}
