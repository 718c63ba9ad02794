public enum CryptoMarker {
    public static let name = "Crypto"
}
