using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>A loop over numbers next to each other, to be compiled for each activation and width of registers.</summary>
internal interface IActivationLoop
{
    void Run<TFunction, TRegister>()
        where TFunction : struct, IActivationFunction
        where TRegister : struct, IRegister<TRegister>;
}

/// <summary>From the name of an activation to the loop that is compiled for it, on the widest registers there are.</summary>
internal static class ActivationLoop
{
    public static void Run<TLoop>(Activation activation, TLoop loop)
        where TLoop : struct, IActivationLoop
    {
        switch (activation)
        {
            case Activation.Gelu:
                Widest<TLoop, ActivationFunctions.Gelu>(loop);
                break;
            case Activation.GeluTanh:
                Widest<TLoop, ActivationFunctions.GeluTanh>(loop);
                break;
            case Activation.Relu:
                Widest<TLoop, ActivationFunctions.Relu>(loop);
                break;
            case Activation.Silu:
                Widest<TLoop, ActivationFunctions.Silu>(loop);
                break;
            case Activation.Tanh:
                Widest<TLoop, ActivationFunctions.Tanh>(loop);
                break;
            case Activation.Sigmoid:
                Widest<TLoop, ActivationFunctions.Sigmoid>(loop);
                break;
            case Activation.QuickGelu:
                Widest<TLoop, MoreActivationFunctions.QuickGelu>(loop);
                break;
            case Activation.Softplus:
                Widest<TLoop, MoreActivationFunctions.Softplus>(loop);
                break;
            case Activation.Mish:
                Widest<TLoop, MoreActivationFunctions.Mish>(loop);
                break;
            case Activation.Elu:
                Widest<TLoop, MoreActivationFunctions.Elu>(loop);
                break;
            case Activation.LeakyRelu:
                Widest<TLoop, MoreActivationFunctions.LeakyRelu>(loop);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), $"{activation} is not an activation.");
        }
    }

    private static void Widest<TLoop, TFunction>(TLoop loop)
        where TLoop : struct, IActivationLoop
        where TFunction : struct, IActivationFunction
    {
        if (Vector512.IsHardwareAccelerated)
        {
            loop.Run<TFunction, Register512>();
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            loop.Run<TFunction, Register256>();
        }
        else
        {
            loop.Run<TFunction, Register128>();
        }
    }
}
