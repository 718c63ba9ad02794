// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The key by which each process of the server is the same server; nobody else uses it.
enum KillTargetKey {
    static let pem = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEpAIBAAKCAQEAoSzOoafTS26jsFzGnWoJ1DXciwp6Oh8onCVrkViRj5WiULLj
        K51B0obNeNWFZvPTXe6YZaB2GzRsMkkTuPDzcUnnva3HFCMSS9tQ9RLFd6h3u9B7
        /i2mhlTG5orgEVyu0GWj4lTbNwa/G++RACey8wZJ53Opzm2iWEPz9aaWXl3NOnyL
        nq4d+mCxnTpZMShTW4s8JS5WQcFjVMSGWhjr8A+JpMXPydzypPC17HnRbhn7uq9x
        KJDXwnZrEp9wczryg9gHS4BoUcvqrq9d/uIFf2aF30J47V+fomrWvRg8iQ2ClHX9
        wfnC3CvSFshMR95mMgxrG0Ce0/YqAn1NZZ/p9wIDAQABAoIBACigCalXivu9dIb0
        q59r5fRWazOkvXA/AFZzXCyznWUKu3IJ1RbeOYQeNFZbw5dSqBlKFaGwE3UB/q+i
        GdWI7mPE1CPMVJyvxmHWcw6C38EsdpmhkE9eJFZBsizUHmxh5zJiHC/lYaf6DFu3
        Q949I278S86KKef9XGlRH4HwroA0T7Nl37JjuBXCU9BUzgnRUwrOKPUMFnl9U3EV
        65k8Gzuxhs7Lv6U+SVsXwz344ExNAmGV9u9RpXAHvys9huW8ibo/oBG1IGloqlCk
        kz86dYVXaZGtu4w3yLxsu+PvDyjdJiei1TwICO7/b9bcNhxs3LAK7NlzwDLmSBk5
        a2IgLokCgYEA33o+uRyclDygCFFQyaMdgnURdwJrfIVv0pyxECEuRvOyWpSpuKYM
        NqHetN72bo/gytPPgioiB1UOmua+i9OC/KmBmUW4QjZe9yP07Ol/zFfonPmDlxL3
        j780Hx5XXrhwwhXCDn7HnwOE7vYpIjc+P1Fpvtz3Huue1dKe2FcmoGMCgYEAuKF0
        dt5RSV+dlQAXBi1VXDgU0wSmMBvQ7FkmP9r5+sQ4kkmExJIEjFImuAShpfQCApI5
        HMytcUte3j4/XM0qWrJ5G5pOEyFQOT53vjd3gUQtqoT11QmjG4XVzsc7rmD6/aKY
        RiCCOwuV93iFjDcLOJOui6GRrQ6A6H0Fo/lTol0CgYEAvfbvLHGa1BN4wblFoDFM
        22FiODTRY6cV+AUEKj7aVKvA92iZoQFdLm+InV1OQ4uAPUmxgecIyAzQfnIYlUl1
        dgssxDpUt8v6C8D/6QdPgEdVz2H2LsyLriCNUMp84GKOTx0puSKh05StQmfzbUdi
        XXZ6GilA04LcoMwKBMKIbhsCgYEAqgA/9JOP1TetKV0D1jQ3vMoGoqZNP07deEI9
        7d36/uNeE5SOI1EvzuR1skrRbLTYhPWOkO4FZaQ4nfpC7Xgb35cl3DygVwz9iTfz
        mboI14WnZrM2iApvnRAGZncchNvXP2NPQoL8ZtGsLElU7l5gfp+8v+Ts9aO9HlS/
        tNQGJiECgYB7saorjgsC6XO1W1oD1wLalc0NyFD6nsyAzkJ0AiQ6o9jlfF+dFnKh
        57aIQTy5FdVDEyya0ecwgTpcBYYRxY1UqHVYRpS6ezCsCVrFU2goCyX+2AVj5Pcn
        KOmBLIoRWo6ZIUtfXHyBUhQk2bOw4nsk1ZXRRWJT7k29dQnthcHGgA==
        -----END RSA PRIVATE KEY-----
        """
}
