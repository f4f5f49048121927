// Does nothing but import the package.
import 'hret';
