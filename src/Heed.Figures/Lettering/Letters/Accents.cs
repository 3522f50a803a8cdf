namespace Heed.Figures.Lettering.Letters;

/// <summary>Marks above and below letters, and the characters that are a letter with one.</summary>
internal static class Accents
{
    /// <summary>
    /// A line a mark: its combining code point, its skeleton about x = 0 for a small letter, then after a bar the characters it
    /// makes, each before its letter. Marks above stand higher on capitals.
    /// </summary>
    public const string Table = """
        0300 t .9 m -56 744 l 36 606 | ÀA ÈE ÌI ÒO ÙU àa èe ìı òo ùu ǸN ǹn
        0301 t .9 m 56 744 l -36 606 | ÁA ÉE ÍI ÓO ÚU ÝY áa ée íı óo úu ýy ĆC ćc ŃN ńn ŚS śs ŹZ źz ĹL ĺl ŔR ŕr ΆΑ ΈΕ ΉΗ ΊΙ ΌΟ ΎΥ ΏΩ άα έε ήη ίι όο ύυ ώω
        0302 t .85 m -84 604 l 0 704 l 84 604 | ÂA ÊE ÎI ÔO ÛU âa êe îı ôo ûu ĈC ĉc ĜG ĝg ĤH ĥh ŜS ŝs ŴW ŵw ŶY ŷy
        0303 t .85 m -118 628 c -104 690 -72 704 -44 696 c -10 684 20 644 60 640 c 88 640 106 662 118 706 | ÃA ÑN ÕO ãa ñn õo ŨU ũu
        0304 t .9 m -104 =668 l 104 =668 | ĀA ĒE ĪI ŌO ŪU āa ēe īı ōo ūu
        0306 t .85 m -104 730 c -92 640 -50 618 0 618 c 50 618 92 640 104 730 | ĂA ĔE ĞG ŬU ăa ĕe ğg ŭu
        0307 t .95 d 0 672 | ĊC ċc ĖE ėe ĠG ġg İI ŻZ żz
        0308 t .95 d -76 672 d 76 672 | ÄA ËE ÏI ÖO ÜU ŸY äa ëe ïı öo üu ÿy ΪΙ ΫΥ ϊι ϋυ
        030A t .8 m -72 672 v 0 742 h 72 672 v 0 602 h -72 672 | ÅA åa ŮU ůu
        030B t .85 m 20 744 l -66 606 m 148 744 l 62 606 | ŐO őo ŰU űu
        030C t .85 m -84 724 l 0 622 l 84 724 | ČC čc ĎD ĚE ěe ŇN ňn ŘR řr ŠS šs ŤT ŽZ žz ǍA ǎa
        0323 d 0 -110 | ẠA ạa ẸE ẹe ỌO ọo
        0326 m 24 -86 l -24 -206 | ȘS șs ȚT țt ĻL ļl ŅN ņn ĢG ķk ĶK
        0327 m 10 20 l -6 -66 c 60 -70 72 -100 66 -128 c 56 -178 0 -184 -62 -172 | ÇC çc ŞS şs ŢT ţt
        0328 t .85 m 40 20 c -30 -40 -40 -160 70 -160 | ĄA ąa ĘE ęe ĮI įi ŲU ųu
        """;
}
