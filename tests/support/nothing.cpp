// The program of the target that has a folder's precompiled header.
int main() {}
