import XCTest

final class PlaceholderParsers: XCTestCase {}
