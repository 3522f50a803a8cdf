namespace Heed.Figures.Lettering.Letters;

/// <summary>a to z.</summary>
internal static class SmallLetters
{
    /// <summary>A line a character: itself, its advance, its skeleton (see <see cref="Skeleton"/>).</summary>
    public const string Table = """
        a 556 m 434 0 l 434 340 v 266 X c 172 X 112 452 98 388 m 434 =296 l 256 =296 h 74 158 v 226 B t .6 c 330 B 420 96 434 206
        b 556 m 108 0 l 108 a t .5 m 108 340 t 1 v 290 X h 479 262 v 290 B t .5 h 108 184
        c 500 m 440 366 c 420 444 356 X 274 X h 77 262 v 274 B c 356 B 420 80 440 158
        d 556 m 448 0 l 448 a t .5 m 448 340 t 1 v 266 X h 77 262 v 266 B t .5 h 448 184
        e 556 m 77 =268 l 479 =268 m 479 =268- v 279 X h 77 262 v 284 B c 368 B 436 74 468 140
        f 278 m 116 0 l 116 590 v 216 A l 268 A m 20 X l 256 X
        g 556 m 448 x l 448 -20 v 264 D c 180 D 116 -142 98 -80 t .5 m 448 340 t 1 v 266 X h 77 272 v 266 =66 t .5 h 448 202
        h 556 m 108 0 l 108 a t .5 m 108 340 t 1 v 284 X h 448 330 l 448 0
        i 222 m 111 0 l 111 x d 111 K
        j 222 m 124 x l 124 -80 v 48 D l 6 D d 124 K
        k 500 m 108 0 l 108 a m 446 x l 152 234 m 228 302 l 456 0
        l 222 m 111 0 l 111 a
        m 833 m 108 0 l 108 x t .5 m 108 340 t 1 v 268 X h 417 340 l 417 0 t .5 m 417 340 t 1 v 577 X h 725 340 l 725 0
        n 556 m 108 0 l 108 x t .5 m 108 340 t 1 v 284 X h 448 330 l 448 0
        o 556 m 77 262 v 278 X h 479 262 v 278 B h 77 262
        p 556 m 108 d l 108 x t .5 m 108 340 t 1 v 290 X h 479 262 v 290 B t .5 h 108 184
        q 556 m 448 d l 448 x t .5 m 448 340 t 1 v 266 X h 77 262 v 266 B t .5 h 448 184
        r 333 m 108 0 l 108 x t .5 m 108 320 t 1 v 262 X l 322 X
        s 500 m 424 382 c 408 448 346 X 254 X c 150 X 88 448 88 384 c 88 308 160 288 252 268 c 356 246 430 224 430 144 c 430 76 362 B 260 B c 160 B 92 78 72 150
        t 278 m 112 660 l 112 150 v 200 B l 260 B m 18 X l 254 X
        u 556 m 448 x l 448 0 m 108 x l 108 194 v 272 B t .5 h 448 184
        v 500 m 54 x l 250 0 m 446 x l 250 0
        w 722 m 50 x l 204 0 m 361 x l 204 0 m 361 x l 518 0 m 672 x l 518 0
        x 500 m 58 x l 444 0 m 442 x l 56 0
        y 500 m 54 x l 254 0 m 446 x l 228 -70 c 198 -146 154 D 96 D l 54 D
        z 500 m 50 X l 456 X m 456~-.6 X l 40~.6 B m 40 B l 458 B
        """;
}
