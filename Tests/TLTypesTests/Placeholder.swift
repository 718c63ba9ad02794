import XCTest

final class PlaceholderTLTypes: XCTestCase {}
