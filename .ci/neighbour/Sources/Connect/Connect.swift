public enum ConnectMarker {
    public static let name = "Connect"
}
