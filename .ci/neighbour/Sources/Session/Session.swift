public enum SessionMarker {
    public static let name = "Session"
}
