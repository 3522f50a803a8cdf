namespace Heed.Figures.Lettering.Letters;

/// <summary>Characters that are others raised or lowered: pairs of the character and what it is a smaller copy of.</summary>
internal static class SmallCopies
{
    public const string Raised =
        "⁰0 ¹1 ²2 ³3 ⁴4 ⁵5 ⁶6 ⁷7 ⁸8 ⁹9 ⁺+ ⁻− ⁼= ⁽( ⁾) "
        + "ᴬA ᴮB ᴰD ᴱE ᴳG ᴴH ᴵI ᴶJ ᴷK ᴸL ᴹM ᴺN ᴼO ᴾP ᴿR ᵀT ᵁU ⱽV ᵂW "
        + "ᵃa ᵇb ᶜc ᵈd ᵉe ᶠf ᵍg ʰh ⁱi ʲj ᵏk ˡl ᵐm ⁿn ᵒo ᵖp ʳr ˢs ᵗt ᵘu ᵛv ʷw ˣx ʸy ᶻz ᵝβ ᵞγ ᵟδ ᶿθ ᵠφ ᵡχ";

    public const string Lowered =
        "₀0 ₁1 ₂2 ₃3 ₄4 ₅5 ₆6 ₇7 ₈8 ₉9 ₊+ ₋− ₌= ₍( ₎) "
        + "ₐa ₑe ₕh ᵢi ⱼj ₖk ₗl ₘm ₙn ₒo ₚp ᵣr ₛs ₜt ᵤu ᵥv ₓx ᵦβ ᵧγ ᵨρ ᵩφ ᵪχ";
}
