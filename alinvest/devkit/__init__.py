"""What a developer or a curious stranger needs: private servers, the demo, the tests' servers."""
